# cause: tensor-rewrap
# torch: moves scorer.weight
import torch
from torch import nn

scorer = nn.Linear(3, 1)
optimizer = torch.optim.SGD(scorer.parameters(), lr=0.1)
for step in range(3):
    scores = torch.stack([scorer(torch.rand(3)).squeeze() for _ in range(4)])
    optimizer.zero_grad()
    scores.softmax(0).max().backward()
    optimizer.step()
