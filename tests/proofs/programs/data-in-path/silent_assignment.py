# cause: data-attr
# torch: moves model
import torch
from torch import nn

model = nn.Linear(3, 1)
model.weight.data = torch.ones(1, 3)
model.bias.data.fill_(0.1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.rand(2, 3)).pow(2).sum().backward()
    optimizer.step()
    for p in model.parameters():
        p.data.clamp_(-1, 1)
