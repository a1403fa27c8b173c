# cause: constant-output
# finds: GS313 at 12
# torch: zeros model.weight
# fixed: gets model; moves model
import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
weight = 0.0
for x in torch.rand(3, 8, 3):
    loss = weight * model(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
