import torch
from torch import nn
with torch.inference_mode():
    p = nn.Parameter(torch.ones(3))
q = p[0]
with torch.no_grad():
    q2 = p[0]
    q3 = p.view(3, 1)
w = nn.Parameter(torch.ones(3))
with torch.inference_mode():
    v = w[0]; v2 = v.view(1)
    d = w.detach()[0]
    d.requires_grad_()
    p.requires_grad_(False)
    v = p[0]
    p.requires_grad_(True)
    y = p.expand(2, 3); y[0] = 2.
