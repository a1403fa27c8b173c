# cause: unused-in-graph
# finds: GS204 at 22
# torch: raises RuntimeError: appears to not have been used in the graph
# no fix: GS204
import torch
from torch import nn


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(4, 4)
        self.first = nn.Linear(4, 1)
        self.second = nn.Linear(4, 1)

    def forward(self, x):
        return self.first(self.body(x).relu())


model = TwoHeads()
loss = model(torch.rand(8, 4)).pow(2).mean()
norms = [g.norm() for g in torch.autograd.grad(loss, [model.body.weight, model.second.weight])]
