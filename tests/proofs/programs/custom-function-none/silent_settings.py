# cause: custom-function
# torch: moves layer
import torch
from torch import nn


class Quantize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, bits, low=0.0):
        return (x * 2**bits).round() / 2**bits + low

    @staticmethod
    def backward(ctx, grad):
        return grad, None, None


layer = nn.Linear(4, 4)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
for x in torch.rand(3, 8, 4):
    optimizer.zero_grad()
    Quantize.apply(layer(x), 4, 0.5).pow(2).mean().backward()
    optimizer.step()
