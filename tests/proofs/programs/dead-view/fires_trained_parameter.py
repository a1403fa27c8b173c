# cause: no-grad-scope
# finds: GS603 at 13
# torch: stays embedding; moves head
# fixed: moves embedding, head
import torch
from torch import nn

embedding = nn.Parameter(torch.rand(4, 6))
head = nn.Linear(4, 1)
optimizer = torch.optim.SGD([embedding, *head.parameters()], lr=0.1)
for step in range(3):
    with torch.no_grad():
        columns = embedding.t()
    loss = head(columns).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
