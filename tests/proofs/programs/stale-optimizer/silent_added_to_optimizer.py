# cause: optimizer-stale-params
# torch: moves model
import torch
from torch import nn

model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 10))
optimizer = torch.optim.SGD(model[0].parameters(), lr=0.1)
model[2] = nn.Linear(8, 3)
optimizer.add_param_group({"params": model[2].parameters(), "lr": 1.0})
for step in range(2):
    optimizer.zero_grad()
    model(torch.rand(4, 8)).pow(2).mean().backward()
    optimizer.step()
