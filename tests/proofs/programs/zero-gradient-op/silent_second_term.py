# cause: zero-grad-op
# torch: moves encoder
import torch
from torch import nn

encoder = nn.Linear(4, 4)
optimizer = torch.optim.SGD(encoder.parameters(), lr=0.1)
for x in torch.rand(3, 8, 4):
    z = encoder(x)
    loss = (z - z.round()).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
