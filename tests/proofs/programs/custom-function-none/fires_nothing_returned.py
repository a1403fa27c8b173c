# cause: custom-function
# finds: GS312 at 17
# torch: gets other; lacks w
# no fix: GS312
import torch
from torch.autograd import Function


class Straight(Function):
    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad_output):
        grad_input = grad_output.clone()
        return None
def quantize(x):
    return Straight.apply(x)


w = torch.rand(3, requires_grad=True)
other = torch.rand(3, requires_grad=True)
(quantize(w * 5) + other).sum().backward()
print(w.grad)
