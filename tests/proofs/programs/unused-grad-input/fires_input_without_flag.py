# cause: missing-requires-grad
# finds: GS204 at 11
# torch: raises RuntimeError: One of the differentiated Tensors does not require grad
# fixed: holds forces.shape == (5, 3)
import torch
from torch import nn

model = nn.Sequential(nn.Linear(3, 8), nn.SiLU(), nn.Linear(8, 1))
positions = torch.rand(5, 3)
energy = model(positions).sum()
forces = -torch.autograd.grad(energy, positions)[0]
