# cause: missing-create-graph
# finds: GS208 at 10
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: holds second.shape == (3,)
import torch

x = torch.rand(3, requires_grad=True)
y = x.pow(3).sum()
first = torch.autograd.grad(y, x, create_graph=False)[0]
second = torch.autograd.grad(first.sum(), x)[0]
