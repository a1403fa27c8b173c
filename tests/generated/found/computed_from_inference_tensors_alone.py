import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.checkpoint import checkpoint
w1 = torch.full((), 0.5, requires_grad=True)
x1 = w1
loss1 = torch.add(x1, w1, alpha=0.5).sin()
g1, *_ = torch.autograd.grad(loss1, [w1], allow_unused=True)
g1 = g1 if g1 is not None else torch.zeros_like(w1)
x2 = torch.ones((3, 3), dtype=torch.float32).permute(1, 0).reshape(9).reshape(3, 3)
x4 = x3 = torch.erf(torch.rand((3,)))
c1 = F.relu6(x3).to(torch.float64)
if x1.grad is not None:
    d1 = x1.grad.detach()
loss1.retain_grad()
with torch.no_grad(), torch.enable_grad():
    s1 = [] + [torch.linalg.vector_norm(x2)]
    loss2 = [v for v in [loss1] if v is not None][0]
    g2, *_ = torch.autograd.grad(loss2, [loss1], allow_unused=True)
    g2 = g2 if g2 is not None else torch.zeros_like(loss1)
loss2.backward()
