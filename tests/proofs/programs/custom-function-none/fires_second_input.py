# cause: custom-function
# finds: GS312 at 18
# torch: gets layer; lacks scale
# no fix: GS312
import torch
from torch import nn


class Scale(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x, scale)
        return x * scale

    @staticmethod
    def backward(ctx, grad):
        x, scale = ctx.saved_tensors
        return grad * scale, None
layer, scale = nn.Linear(4, 3), nn.Parameter(torch.ones(3))
optimizer = torch.optim.SGD([*layer.parameters(), scale], lr=0.1)
for x in torch.rand(3, 8, 4):
    loss = Scale.apply(layer(x), scale).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
