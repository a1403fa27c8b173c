# finds: GS504 at 12
from torch import nn
import torch


class MultiTask(nn.Module):
    """Shared trunk, one head a task; the heads live in a dict that torch does not look into."""

    def __init__(self, tasks: dict):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(6, 12), nn.ReLU())
        self.heads = {name: nn.Linear(12, size) for name, size in tasks.items()}

    def forward(self, x):
        h = self.trunk(x)
        return {name: head(h) for name, head in self.heads.items()}


tasks = {"species": 3, "age": 1}
model = MultiTask(tasks)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
x = torch.randn(20, 6)
species, age = torch.randint(3, (20,)), torch.rand(20, 1)

for epoch in range(4):
    out = model(x)
    loss = nn.functional.cross_entropy(out["species"], species)
    loss = loss + nn.functional.mse_loss(out["age"], age)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())
