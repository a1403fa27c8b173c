# cause: item-in-loss
# torch: moves model
import torch
from torch import nn

model = nn.Linear(3, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    out = model(torch.rand(4, 3))
    first, second = out[:, 0].pow(2).mean(), out[:, 1].abs().mean()
    balance = first.item() / (second.item() + 1e-6)
    optimizer.zero_grad()
    (first + balance * second).backward()
    optimizer.step()
