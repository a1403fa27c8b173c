# correct
"""Wrappers: DataParallel without a GPU, and `module` in between."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(5, 7)
        self.head = nn.Linear(7, 2)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        hidden = torch.relu(self.body(x))
        return self.head(hidden), hidden.detach()


def unwrap(model: nn.Module) -> nn.Module:
    return model.module if isinstance(model, nn.DataParallel) else model


net = Net()
wrapped = nn.DataParallel(net)
optimizer = torch.optim.Adam(wrapped.parameters(), lr=1e-3)
x, y = torch.randn(6, 5), torch.randint(0, 2, (6,))
for _ in range(2):
    optimizer.zero_grad()
    logits, code = wrapped(x)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
gradient = net.body.weight.grad
same = wrapped.module.body.weight
inner = unwrap(wrapped).head.weight
wrapped.module.body.requires_grad_(False)
frozen = net.body(x)
logits, code = wrapped(x)
state = {key.removeprefix("module."): value for key, value in wrapped.state_dict().items()}
net.load_state_dict(state)
