import torch
w = torch.ones((3,), requires_grad=True)
e = [sum([w + 1, w + 1]), w.sort()[0]]
s = w.sort()[0]
e[0:1] = [w, s]
a = max(e, key=lambda t: t.sum().item())
b = min(a, s, key=id)
c = torch.zeros(3, 3)
for i in range(3):
    if b.grad_fn is not None:
        c[i] = b
d = c.sum(0)
d
