# cause: custom-function
# torch: moves encoder, domain
import torch
from torch import nn


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad):
        return -ctx.strength * grad, None


encoder, domain = nn.Linear(4, 3), nn.Linear(3, 1)
optimizer = torch.optim.SGD([*encoder.parameters(), *domain.parameters()], lr=0.1)
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    domain(Reverse.apply(encoder(x), 0.5)).pow(2).mean().backward()
    optimizer.step()
