# cause: zero-grad-op
# torch: moves model
import torch
from torch import nn

model, hits = nn.Linear(4, 1), 0.0
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    p = torch.sigmoid(model(torch.rand(8, 4))).squeeze(1)
    y = torch.randint(2, (8,)).float()
    loss = nn.functional.binary_cross_entropy(p, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    hits += (p.round() == y).float().mean()
