import torch, sys, random
x = torch.ones((), requires_grad=True)
w = torch.ones(3, requires_grad=True)
if len(sys.argv) > 1:
    w = w.detach()
try:
    w[-1] *= x
    z = w
except RuntimeError:
    z2 = w
v = torch.ones(3)
if len(sys.argv) > 1:
    v.requires_grad_()
try:
    v.add_(x)
    z = v
except RuntimeError:
    z2 = v
u = torch.ones(3, requires_grad=len(sys.argv) > 1)
try:
    u *= torch.ones(3)
    z = u
except RuntimeError:
    z2 = u
t = random.choice([torch.ones(3, requires_grad=True), torch.ones(3), x * torch.ones(3)])
try:
    t.view(-1)[0] += x
    z = t
except RuntimeError:
    z2 = t
print(w, v, u, t)
