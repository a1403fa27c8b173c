# correct
"""Freezing by loop, by name and by module; a replaced head; thawing step by step."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Backbone(nn.Module):
    def __init__(self, width: int = 8) -> None:
        super().__init__()
        self.stem = nn.Sequential(nn.Linear(6, width), nn.ReLU())
        self.block = nn.Sequential(nn.Linear(width, width), nn.BatchNorm1d(width), nn.ReLU())
        self.fc = nn.Linear(width, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc(self.block(self.stem(x)))


x, y = torch.randn(12, 6), torch.randint(0, 3, (12,))

model = Backbone()
for param in model.parameters():
    param.requires_grad = False
frozen = model(x)
model.fc = nn.Linear(model.fc.in_features, 3)
logits = model(x)
trainable = [p for p in model.parameters() if p.requires_grad]
optimizer = torch.optim.SGD(trainable, lr=0.1)
loss = F.cross_entropy(logits, y)
loss.backward()
optimizer.step()

for name, param in model.named_parameters():
    param.requires_grad = name.startswith("fc") or "block" in name
optimizer = torch.optim.Adam(filter(lambda p: p.requires_grad, model.parameters()), lr=1e-2)
for _ in range(2):
    optimizer.zero_grad()
    features = model.stem(x)
    loss = F.cross_entropy(model(x), y)
    loss.backward()
    optimizer.step()
first = model.stem[0].weight
second = model.block[0].weight

model.requires_grad_(True)
model.stem.requires_grad_(False)
features = model.stem(x)
hidden = model.block(features)

for layer in model.modules():
    if isinstance(layer, nn.BatchNorm1d):
        layer.eval()
        for param in layer.parameters():
            param.requires_grad_(False)
scale = model.block[1].weight
weight = model.block[0].weight
model.eval()
outputs = model(x)
