# cause: backward-twice
# torch: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    optimizer.zero_grad()
    for batch in torch.rand(4, 8, 4):
        (model(batch).pow(2).mean() / 4).backward()
    optimizer.step()
