# finds: GS312 at 19
# torch: lacks net[1].scale; moves net[0]
# no fix: GS312
import torch
from torch import nn
from torch.autograd import Function


class MaskedScale(Function):
    @staticmethod
    def forward(ctx, x, scale, mask):
        ctx.save_for_backward(x, scale, mask)
        return x * scale * mask

    @staticmethod
    def backward(ctx, grad_out):
        x, scale, mask = ctx.saved_tensors
        grad_x = grad_out * scale * mask
        return grad_x, None, None


class Gate(nn.Module):
    def __init__(self, d):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(d))
        self.register_buffer("mask", (torch.rand(d) > 0.2).float())

    def forward(self, x):
        return MaskedScale.apply(x, self.scale, self.mask)


net = nn.Sequential(nn.Linear(6, 8), Gate(8), nn.Linear(8, 1))
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for i in range(3):
    loss = net(torch.rand(4, 6)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
