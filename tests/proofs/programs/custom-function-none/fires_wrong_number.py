# cause: custom-function
# finds: GS312 at 18
# torch: raises RuntimeError: function PowerBackward returned an incorrect number of gradients
# fixed: gets w
import torch


class Power(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, exponent):
        ctx.save_for_backward(x)
        ctx.exponent = exponent
        return x**exponent

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * ctx.exponent * x ** (ctx.exponent - 1)
w = torch.rand(3, requires_grad=True)
Power.apply(w, 3).sum().backward()
