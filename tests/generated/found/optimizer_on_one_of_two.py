import contextlib
import torch
w1 = torch.ones(3, requires_grad=True)
x1 = w1 * 2
with contextlib.suppress(Exception):
    x1 = w1
a1 = w1
x1.sum().backward()
x1.grad = None
if a1.grad is None:
    opt1 = torch.optim.Rprop([x1])
    w4 = torch.rand((3,)).requires_grad_()
loss2 = w4.sum()
loss2.backward()
print(a1)
