# cause: tensor-rewrap
# finds: GS307 at 11
# torch: gets head; stays scorer.weight
# fixed: moves scorer, head
import torch
from torch import nn

scorer, head = nn.Linear(3, 1), nn.Linear(4, 2)
optimizer = torch.optim.SGD([*scorer.parameters(), *head.parameters()], lr=0.1)
for step in range(3):
    scores = torch.tensor([scorer(torch.rand(3)).squeeze() for _ in range(4)])
    loss = head(scores).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
