# cause: tensor-not-parameter
# torch: moves model.linear, delta
import torch
from torch import nn


class Attack(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 2)
        self.delta = torch.zeros(4, requires_grad=True)

    def forward(self, x):
        return self.linear(x + self.delta)


model = Attack()
delta = model.delta
optimizer = torch.optim.SGD([*model.parameters(), model.delta], lr=0.1)
model(torch.rand(3, 4)).sum().backward()
optimizer.step()
