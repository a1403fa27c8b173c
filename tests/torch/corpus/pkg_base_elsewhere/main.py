# correct
"""Base classes, a mixin and a registry in other files."""
import torch

from zoo import create
from zoo.base import count

torch.manual_seed(0)
for name in ("small", "frozen"):
    model = create(name)
    params = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.SGD(params, lr=0.1)
    loss = model(torch.randn(5, 3)).pow(2).mean()
    loss.backward()
    optimizer.step()
    print(name, count(model), loss.item())
