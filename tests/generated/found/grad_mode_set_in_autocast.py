import contextlib
import torch
w = torch.nn.Parameter(torch.randn((3,)))
with torch.autocast('cpu', enabled=False):
    torch.set_grad_enabled(False)
    a = w * 2
b = w * 2
torch.set_grad_enabled(True)
with contextlib.ExitStack() as stack:
    stack.enter_context(torch.autocast('cpu', enabled=False))
    torch.set_grad_enabled(False)
c = w * 2
torch.set_grad_enabled(True)
@torch.autocast('cpu', enabled=False)
def f():
    torch.set_grad_enabled(False)
f()
d = w * 2
a, b, c, d
