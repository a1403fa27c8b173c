# finds: GS301 at 20
# Encoder and classifier share an optimizer, yet only the classifier is ever reached.
import itertools

import torch
import torch.nn as nn
import torch.nn.functional as F

encoder = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 8))
classifier = nn.Linear(8, 3)
optimizer = torch.optim.Adam(itertools.chain(encoder.parameters(), classifier.parameters()), lr=1e-3)

data = torch.randn(32, 10)
labels = torch.randint(0, 3, (32,))

for epoch in range(4):
    permutation = torch.randperm(data.size(0))
    for start in range(0, data.size(0), 8):
        index = permutation[start : start + 8]
        features = encoder(data[index]).detach()
        features = F.normalize(features, dim=1)
        loss = F.cross_entropy(classifier(features), labels[index])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

with torch.no_grad():
    accuracy = (classifier(F.normalize(encoder(data), dim=1)).argmax(1) == labels).float().mean()
print(f"accuracy {accuracy:.2f}")
