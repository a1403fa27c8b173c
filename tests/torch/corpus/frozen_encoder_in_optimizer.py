# finds: GS303 at 22
"""The encoder is meant to be trained, but its features are computed without a graph."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(4, 8), nn.ReLU())
head = nn.Linear(8, 2)
optimizer = torch.optim.Adam(list(encoder.parameters()) + list(head.parameters()), lr=1e-3)
x, y = torch.randn(10, 4), torch.randint(0, 2, (10,))


def features(batch, train):
    encoder.train(train)
    return encoder(batch)


for epoch in range(2):
    optimizer.zero_grad()
    with torch.no_grad():
        code = features(x, train=True)
    loss = F.cross_entropy(head(code), y)
    loss.backward()
    optimizer.step()
