import torch
from torch import nn


class Stack(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(3, 3), nn.Linear(3, 3, bias=False)])
        self.norms = nn.ModuleDict({"one": nn.LayerNorm(3), "two": nn.BatchNorm1d(3)})
        self.scales = nn.ParameterList([nn.Parameter(torch.ones(1)), nn.Parameter(torch.ones(1), requires_grad=False)])
        self.register_buffer("mask", torch.ones(3))

    def forward(self, x):
        for layer, scale in zip(self.layers, self.scales):
            x = layer(x) * scale
        return self.norms["one"](x * self.mask)


stack = Stack()
optimizer = torch.optim.SGD(stack.parameters(), lr=0.1)
loss = stack(torch.rand(4, 3)).pow(2).sum()
loss.backward()
# ask
stack
stack.layers
stack.norms
stack.layers[1]
optimizer
stack.scales[1].grad
stack.norms["two"].weight.grad
