# cause: zero-grad-before-step
# torch: moves model
import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
optimizer.zero_grad()
for index, batch in enumerate(torch.rand(8, 4, 3)):
    (model(batch).pow(2).mean() / 4).backward()
    if (index + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
