# torch: moves model
import numpy as np
import torch
from torch import nn

data = np.random.rand(10, 3).astype(np.float32)
model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for row in data:
    optimizer.zero_grad()
    model(torch.from_numpy(np.exp(row))).sum().backward()
    optimizer.step()
