import torch
from torch import nn
with torch.inference_mode():
    p = nn.Parameter(torch.ones(3))
    a, b, c = p
    d = p[0]
    e = p.view(3, 1)
    f = p.detach()
    g = p.expand(2, 3)
    h = torch.ones(3, requires_grad=True)[0]
    p.requires_grad_(False)
    j = p[0]
    print([q.requires_grad for q in (a, b, c, d, e, f, g, h, j)])
print(a.requires_grad, d.requires_grad, e.requires_grad)
q = p[0]
with torch.no_grad():
    q2 = p[0]
    q3 = p.view(3, 1)
