# cause: numpy-roundtrip
# torch: moves model
import numpy as np
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    errors = (model(torch.rand(8, 4)) - 1).pow(2).squeeze(1)
    hard = np.argsort(-errors.detach().numpy())[:4].copy()
    optimizer.zero_grad()
    errors[torch.from_numpy(hard)].mean().backward()
    optimizer.step()
