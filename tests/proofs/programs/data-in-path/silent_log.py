# cause: data-attr
# torch: moves model
import torch
from torch import nn

model, total = nn.Linear(3, 1), 0.0
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = model(torch.rand(2, 3)).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    total += loss.data
