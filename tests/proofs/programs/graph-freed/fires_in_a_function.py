# cause: backward-twice
# finds: GS205 at 13
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets generator
import torch
from torch import nn


def two_terms(output):
    near = output.pow(2).mean()
    far = output.exp().mean()
    near.backward()
    far.backward()


generator = nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 2))
two_terms(generator(torch.rand(4, 2)))
