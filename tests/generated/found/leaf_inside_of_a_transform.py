# Seed 33020.
import torch
from torch import nn

w = torch.ones(3, requires_grad=True)
x = torch.ones(3)
gradient, value = torch.func.grad_and_value(lambda t: (t * nn.Parameter(torch.ones(3))).sum())(x)
print(gradient, value)
print(torch.func.grad(lambda t: (t * torch.ones(3, requires_grad=True)).sum())(x))
print(torch.func.grad(lambda t: (t * w).sum())(x), torch.func.grad(lambda t: (t * t).sum())(w))
print(torch.func.grad(lambda t: (t * w * torch.ones(3, requires_grad=True)).sum())(x))
