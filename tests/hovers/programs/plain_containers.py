import torch
from torch import nn


class Mixture(nn.Module):
    def __init__(self, experts=3):
        super().__init__()
        self.experts = [nn.Linear(4, 2) for _ in range(experts)]
        self.heads = {"a": nn.Linear(2, 1), "b": nn.Linear(2, 1)}
        self.gate = nn.Linear(4, experts)
        self.known = [self.gate]
        self.temperature = torch.ones(1, requires_grad=True)

    def forward(self, x):
        weights = (self.gate(x) * self.temperature).softmax(-1)
        mixed = sum(weights[:, i : i + 1] * expert(x) for i, expert in enumerate(self.experts))
        return self.heads["a"](mixed)


model = Mixture()
optimizer = torch.optim.Adam(model.parameters())
model(torch.rand(5, 4)).mean().backward()
# ask
model
model.gate
optimizer
model.gate.weight.grad
model.temperature.grad
model.heads["b"].weight.grad
