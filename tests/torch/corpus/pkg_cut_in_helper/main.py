# finds: GS301 at 15
"""The encoder is trained in vain: a function of another file detaches its output."""
import torch
from torch import nn

from features import pooled

encoder = nn.Linear(4, 4)
head = nn.Linear(4, 1)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.1)
x = torch.randn(8, 4)
optimizer.zero_grad()
features = pooled(encoder(x))
loss = head(features).mean()
loss.backward()
optimizer.step()
