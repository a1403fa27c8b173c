# raises: RuntimeError: you can only change requires_grad flags of leaf variables.
# finds: GS404 at 14
import torch
import torch.nn as nn

# "Freezing" what the backbone returned instead of the backbone.
backbone = nn.Sequential(nn.Linear(9, 18), nn.ReLU())
head = nn.Linear(18, 2)
optimizer = torch.optim.Adam(head.parameters(), lr=1e-3)


def extract(batch):
    feats = backbone(batch)
    feats.requires_grad = False
    return feats


for step in range(2):
    batch, labels = torch.randn(6, 9), torch.randint(2, (6,))
    loss = nn.functional.cross_entropy(head(extract(batch)), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
