# cause: numpy-roundtrip
# torch: moves model
import numpy as np
import torch
from torch import nn

model, curve = nn.Linear(3, 2), []
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    x, y = torch.rand(6, 3), torch.randint(2, (6,))
    logits = model(x)
    loss = nn.functional.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    curve.append(np.mean(logits.detach().numpy().argmax(1) == y.numpy()))
