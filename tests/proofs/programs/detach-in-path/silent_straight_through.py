# cause: detach-in-path, zero-grad-op
# torch: moves encoder
import torch
from torch import nn

encoder = nn.Linear(4, 4)
optimizer = torch.optim.SGD(encoder.parameters(), lr=0.1)
for step in range(3):
    z = encoder(torch.rand(8, 4))
    code = z + (z.round() - z).detach()
    optimizer.zero_grad()
    code.pow(2).mean().backward()
    optimizer.step()
