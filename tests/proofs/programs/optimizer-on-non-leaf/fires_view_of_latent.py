# cause: nonleaf-optimizer
# finds: GS501 at 14
# torch: raises ValueError: can't optimize a non-leaf Tensor
# fixed: moves latent
import torch
from torch import nn

decoder = nn.Sequential(nn.Linear(16, 32), nn.Tanh(), nn.Linear(32, 4))
for parameter in decoder.parameters():
    parameter.requires_grad_(False)

latent = torch.zeros(4, 4, requires_grad=True).view(1, 16)
settings = {"lr": 0.1, "momentum": 0.9}
optimizer = torch.optim.SGD([{"params": [latent]}], **settings)
goal = torch.ones(1, 4)
for _ in range(10):
    optimizer.zero_grad()
    nn.functional.l1_loss(decoder(latent), goal).backward()
    optimizer.step()
