# cause: requires-grad-on-result
# finds: GS203 at 12
# torch: stays model
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(2):
    loss = model(torch.rand(8, 4)).detach().pow(2).mean()
    loss.requires_grad_()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
