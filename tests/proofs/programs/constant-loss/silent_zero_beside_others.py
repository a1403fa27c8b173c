# cause: constant-output
# torch: moves model
import torch
from torch import nn

model, spare = nn.Linear(3, 1), nn.Linear(3, 1)
optimizer = torch.optim.SGD([*model.parameters(), *spare.parameters()], lr=0.1)
for x in torch.rand(3, 8, 3):
    loss = model(x).pow(2).mean() + 0.0 * spare(x).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
