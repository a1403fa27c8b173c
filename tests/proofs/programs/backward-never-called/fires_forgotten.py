# cause: backward-not-called
# finds: GS209 at 15
# torch: stays model
# fixed: moves model
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    x, y = torch.rand(8, 4), torch.rand(8, 1)
    loss = F.mse_loss(model(x), y)
    optimizer.zero_grad()
    optimizer.step()
    print(epoch, loss.item())
