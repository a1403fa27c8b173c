# torch: moves code
import torch
from torch import nn

encoder, decoder = nn.Linear(6, 2), nn.Linear(2, 6)
x = torch.rand(1, 6)
code = encoder(x).detach().requires_grad_()
optimizer = torch.optim.Adam([code])
for step in range(3):
    optimizer.zero_grad()
    (decoder(code) - x).pow(2).sum().backward()
    optimizer.step()
