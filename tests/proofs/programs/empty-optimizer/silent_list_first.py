# cause: optimizer-empty
# torch: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
params = list(model.parameters())
total = sum(p.numel() for p in params)
optimizer = torch.optim.Adam(params, lr=1e-2)
model(torch.rand(2, 4)).sum().backward()
optimizer.step()
