# cause: detach-in-path
# finds: GS204 at 11
# torch: raises RuntimeError: appears to not have been used in the graph
# fixed: holds grads[0].shape == (4,)
import torch

weights = torch.rand(4, requires_grad=True)
bias = torch.rand(4, requires_grad=True)
scaled = weights.detach() * 3
loss = (scaled + bias).pow(2).sum()
grads = torch.autograd.grad(loss, [weights, bias])
