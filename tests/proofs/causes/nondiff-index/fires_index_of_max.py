# finds: GS201 at 13
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model; moves model
import torch
from torch import nn

model, criterion = nn.Linear(6, 5), nn.MSELoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.randn(8, 6), torch.randint(0, 5, (8,)).float()
for step in range(3):
    _, predicted = torch.max(model(x), 1)
    loss = criterion(predicted.float(), y)
    loss.backward()
    optimizer.step()
