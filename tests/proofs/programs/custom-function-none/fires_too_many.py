# cause: custom-function
# finds: GS312 at 17
# torch: raises RuntimeError: function CubeBackward returned an incorrect number of gradients
# fixed: gets w
import torch


class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x * x

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * 3 * x * x, grad
w = torch.rand(3, requires_grad=True)
for step in range(2):
    loss = Cube.apply(w).sum()
    loss.backward()
