# finds: GS202 at 16
# torch: raises AttributeError: 'NoneType' object has no attribute 'backward'
# no fix: GS202
import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def compute_loss(x):
    loss = (model(x) ** 2).mean()
for step in range(2):
    loss = compute_loss(torch.rand(4, 3))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
