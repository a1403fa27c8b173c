import torch, sys, contextlib
w1 = torch.full((3, 3), 0.5, requires_grad=True)
m = torch.ones(3,3) > 0
with torch.no_grad() if len(sys.argv) > 1 else contextlib.nullcontext():
    a = w1 * 2
    b = torch.where(m, w1, w1)
    w1.where(m, w1)
    c = w1.where(m, w1)
    d = w1.where(torch.ones(3, 3) > 0, w1)
    d = w1.where(torch.full((), 0.5) > 0, w1)
    d = w1.where(torch.full((), 0.5).expand(3, 3) > 0, w1)
