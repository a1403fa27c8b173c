# correct
"""Functions and constants of a sibling file, by both forms of import."""
import torch

import helpers as h
from helpers import SCALE, Scaled, noise, normalise

torch.manual_seed(0)
model = Scaled(4, 2)
optimizer = torch.optim.SGD([*model.parameters(), SCALE], lr=0.1)
x = noise(8, 4)
for step in range(3):
    optimizer.zero_grad()
    out = model(normalise(x))
    target = h.teacher(x)
    loss = ((out - target) ** 2).mean()
    loss.backward()
    optimizer.step()
total = h.total_norm(model)
print(loss.item(), total, SCALE.grad)
