# finds: GS201 at 14
# torch: raises RuntimeError: element 0 of tensors does not require grad
# no fix: GS201
import torch
from torch import nn

model, criterion = nn.Linear(4, 2), nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(2):
    inputs, targets = torch.rand(8, 4), torch.rand(8, 2)
    outputs = model(inputs)
    loss = criterion(targets, torch.zeros(8, 2))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
