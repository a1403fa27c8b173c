# cause: no-grad-scope
# finds: GS303 at 12
# torch: gets head; stays encoder.weight
# fixed: moves head, encoder
import torch
from torch import nn

encoder, head = nn.Linear(6, 4), nn.Linear(4, 2)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.1)
for step in range(3):
    x = torch.rand(8, 6)
    with torch.no_grad():
        features = encoder(x)
    loss = head(features).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
