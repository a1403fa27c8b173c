import abc, collections, contextlib, copy, dataclasses, enum, functools, itertools, math, operator, random, sys, types, typing
import numpy as np
import torch
import torch.nn.functional as F
w1 = torch.full((3,), 0.5, requires_grad=True)
y1 = copy.copy(w1)
w2 = torch.zeros((3, 3)).requires_grad_(True)
for i1 in range(len(sys.argv)):
    if y1.numel() == 3:
        m1 = torch.zeros(())
        loss1 = F.smooth_l1_loss(w1.prod(), m1 + (torch.randn(()) - m1).detach(), reduction='none')
        loss1.backward(inputs=[w2])
    loss1.backward()
    opt1 = torch.optim.Adadelta([w2, w1])
    y2 = torch.tensor(y1.detach().cpu().numpy(), requires_grad=True)
    if hasattr(w1, 'grad'):
        d1 = getattr(y2, 'grad', None)
        c1 = w2.index_select(0, torch.tensor([1]))[0].view(torch.int32)
        x1 = c1.float() * torch.ones(3)
        s1 = [torch.add(x1, 1) * i for i in range(2)]
        w3 = torch.nn.Parameter(torch.ones((3,)), requires_grad=True)
    elif w2.requires_grad and w2.is_leaf:
        for i2 in range(1, 3):
            y1, _ = (F.relu((y2 + (y2 - y2).detach()).expm1()), None is None)
            y1 = y1.detach()
            if y1.requires_grad is True:
                with torch.no_grad():
                    w2 = w2 - 0.1 * w2.grad
                d2 = w1.grad is None
                k1 = dict(a=torch.where(w1 > 0, w1, torch.zeros_like(w1)), b=F.prelu(y2, y2.mean().view(1)))
            elif hasattr(y2, 'grad'):
                x2 = torch.hypot(y2, y2)
            else:
                opt2 = torch.optim.Rprop([y2])
                total1 = torch.tensor(0.0)
                for i in range(3):
                    total1 += float(torch.sub(loss1, 1, alpha=2))
        s2 = [torch.empty((3, 3)).uniform_() for _ in range(2)]
