import torch.nn.functional as F

import torch
from torch import nn

w1 = torch.nn.Parameter(torch.ones(()), requires_grad=True)
x1 = torch.rand((3, 3)).view(-1, 3)


class Ctx1:
    def __enter__(self):
        self.before = torch.is_grad_enabled()
        torch.set_grad_enabled(False)
        return self

    def __exit__(self, *info):
        pass


with Ctx1() as entered:
    x1.requires_grad = True
    x2 = x1 @ torch.ones(3)
    d1 = (x2.grad, x2)
if x1.is_leaf:
    i1 = 1
    while i1 < 2 and x2.is_floating_point():
        i1 += 1
        for i2 in range(1, 3):
            x2.data.copy_(x2.eq(0).float())
            w2 = torch.randn((), requires_grad=True)
        for t3 in x1:
            with torch.random.fork_rng():
                w3 = nn.Parameter(torch.randn(()))
                print(f"{x2.sum():.2f}")
            loss1 = w3
            loss1.backward(retain_graph=True)
        opt1 = torch.optim.SGD([w1, w3], lr=0.1, momentum=0.9)
        n1 = int(torch.clamp(w3, max=2.0) > 0)
    loss2 = F.celu(w1)
