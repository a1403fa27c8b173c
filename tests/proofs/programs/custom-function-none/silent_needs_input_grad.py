# torch: gets a, b
import torch


class Product(torch.autograd.Function):
    @staticmethod
    def forward(ctx, a, b):
        ctx.save_for_backward(a, b)
        return a * b

    @staticmethod
    def backward(ctx, grad):
        a, b = ctx.saved_tensors
        grad_a = grad_b = None
        if ctx.needs_input_grad[0]:
            grad_a = grad * b
        if ctx.needs_input_grad[1]:
            grad_b = grad * a
        return grad_a, grad_b


a, b = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
Product.apply(a, b).sum().backward()
Product.apply(a, torch.ones(3)).sum().backward()
