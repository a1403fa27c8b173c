# cause: backward-twice
# finds: GS205 at 11
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: runs; holds penalty.item() > 0
import torch

w = torch.randn(3, requires_grad=True)
x = torch.rand(5, 3)
inner = (x @ w).pow(2).mean()
(slope,) = torch.autograd.grad(inner, w)
penalty = torch.autograd.grad(inner, w)[0].norm()
