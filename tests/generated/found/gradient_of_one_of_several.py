import random
import torch
w1 = torch.ones((), requires_grad=True)
x1 = torch.ones(3)
x1.requires_grad_()
with torch.set_grad_enabled(random.random() < 0.5):
    if random.random() < 0.5:
        x1 = torch.diag(x1).expm1()[-1]
loss3 = w1 + x1.sum()
g1, *_ = torch.autograd.grad(loss3, x1, create_graph=True, allow_unused=True)
print(g1)
