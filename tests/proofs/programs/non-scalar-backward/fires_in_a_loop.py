# cause: nonscalar-backward
# finds: GS207 at 14
# torch: raises RuntimeError: grad can be implicitly created only for scalar outputs
# fixed: moves layer
import torch
from torch import nn

layer = nn.Linear(5, 2)
criterion = nn.MSELoss(reduction="none")
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    error = criterion(layer(torch.rand(6, 5)), torch.zeros(6, 2))
    error.backward()
    optimizer.step()
