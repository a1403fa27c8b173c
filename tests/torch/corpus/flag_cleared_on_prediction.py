# raises: RuntimeError: you can only change requires_grad flags of leaf variables.
# finds: GS404 at 15
from torch import nn
from torch.nn import functional as F
import torch


class Tracker:
    """Keeps the last predictions for plotting."""

    def __init__(self):
        self.kept = []

    def keep(self, tensor):
        tensor.requires_grad_(False)
        self.kept.append(tensor)


model = nn.Linear(2, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
tracker = Tracker()
points = torch.rand(12, 2)
sides = (points[:, 0] > points[:, 1]).long()

for epoch in range(3):
    logits = model(points)
    loss = F.cross_entropy(logits, sides)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    tracker.keep(logits)
print(len(tracker.kept))
