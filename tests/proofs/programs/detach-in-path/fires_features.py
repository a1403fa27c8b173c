# cause: detach-in-path
# finds: GS301 at 11
# torch: gets head; lacks encoder.weight; stays encoder.weight
# fixed: gets head, encoder; moves encoder
import torch
from torch import nn

encoder, head = nn.Linear(6, 4), nn.Linear(4, 2)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.1)
for step in range(3):
    features = encoder(torch.rand(8, 6)).detach()
    loss = nn.functional.cross_entropy(head(features), torch.randint(2, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
