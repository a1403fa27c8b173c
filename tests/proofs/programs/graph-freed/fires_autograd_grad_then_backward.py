# cause: backward-twice
# finds: GS205 at 11
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets w; holds saliency.shape == (3,)
import torch

x = torch.rand(3, requires_grad=True)
w = torch.rand(3, requires_grad=True)
score = (x * w).exp().sum()
(saliency,) = torch.autograd.grad(score, x)
score.backward()
