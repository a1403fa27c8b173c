# cause: backward-twice
# finds: GS205 at 14
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets encoder, head_a, head_b; runs
import torch
from torch import nn

encoder = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
head_a, head_b = nn.Linear(8, 1), nn.Linear(8, 1)
features = encoder(torch.rand(5, 4))
loss_a = head_a(features).pow(2).mean()
loss_a.backward()
loss_b = head_b(features).abs().mean()
loss_b.backward()
