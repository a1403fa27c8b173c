# cause: backward-twice
# finds: GS205 at 16
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves model
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
x, y = torch.rand(16, 4), torch.rand(16, 1)
prediction = model(x).sigmoid()  # between 0 and 1
loss = F.mse_loss(prediction, y)
for epoch in range(20):
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
