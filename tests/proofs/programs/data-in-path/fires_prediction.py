# cause: data-attr
# finds: GS302 at 14
# torch: gets head; lacks trunk.weight
# fixed: gets head, trunk
import torch
from torch import nn


def train(trunk, head, steps):
    parameters = list(trunk.parameters()) + list(head.parameters())
    optimizer = torch.optim.Adam(parameters, lr=1e-2)
    for _ in range(steps):
        hidden = trunk(torch.rand(4, 3))
        hidden = torch.relu(hidden.data)  # not needed any more
        loss = head(hidden).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


trunk, head = nn.Linear(3, 3), nn.Linear(3, 1)
nn.init.ones_(trunk.bias)
train(trunk, head, 3)
