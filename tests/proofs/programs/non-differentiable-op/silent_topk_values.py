# cause: nondiff-index
# torch: moves scorer
import torch
from torch import nn

scorer = nn.Linear(4, 6)
optimizer = torch.optim.SGD(scorer.parameters(), lr=0.1)
for step in range(3):
    values, indices = scorer(torch.rand(4)).topk(2)
    hardest = scorer(torch.rand(3, 4)).max(dim=1).values
    optimizer.zero_grad()
    (values.sum() + hardest.sum()).backward()
    optimizer.step()
