# correct
import torch
from torch import nn

torch.manual_seed(0)
w = torch.randn(3, requires_grad=True)


def broken_off(n):
    for i in range(n):
        a = w * i
        b = a.detach()
        if i == 1:
            break
        c = a + b
    else:
        return b
    return a


r = broken_off(4)
r.sum().backward()


def skipping(n):
    for i in range(n):
        if i == 2:
            print(t.requires_grad)
            continue
        t = w * 2 if i else w.detach()
    return i


skipping(4)


def whiling():
    i = 0
    while i < 3 and (i == 0 or u.requires_grad):
        u = w * i
        i += 1
    return u


whiling().sum().backward()


def nested(n):
    for i in range(n):
        for j in range(n):
            p = w * j
            for k in range(n):
                q = p + k
                if k == 1:
                    m = q.detach()
                else:
                    m = q * 2
            s = m + 1
        print(s.requires_grad, q.requires_grad, p.is_leaf)
    return s


nested(3)


def deleting(n):
    for i in range(n):
        d = w * 2
        e = d.sum()
        del d
    return e


deleting(2).backward()


def comps(n):
    for i in range(n):
        z = w * i
        zs = [z for z in (w.detach(), w * 2)]
        print(z.requires_grad, zs[0].requires_grad)
        y = [z + o for o in zs]
    return y[0]


comps(2).sum().backward()


def walrus(n):
    for i in range(n):
        if i and (g := w * 2).requires_grad:
            f = g
        elif i:
            f = w.detach()
        else:
            f = w * 3
            g = w.detach()
        print(f.requires_grad, g.requires_grad)
    return f


walrus(3).sum().backward()

count = 0
state = w.detach()


def bump():
    global count, state
    for _ in range(2):
        count += 1
        state = state + w
        temp = state * 2
    return temp


bump().sum().backward()
print(state.requires_grad)


def views(n):
    for i in range(n):
        base = torch.zeros(4)
        part = base[:2]
        part.add_(w[:2])
        print(base.requires_grad)
    part.sum().backward()
    return part


views(2)


def matching(items):
    for item in items:
        match item:
            case {"x": value}:
                last = w * value
            case [first, *rest]:
                last = w.detach()
            case _:
                pass
        print(last.requires_grad)


matching([{"x": 2}, [1, 2], 3])


def params(n):
    nets = []
    for i in range(n):
        layer = nn.Linear(3, 3)
        opt = torch.optim.SGD(layer.parameters(), lr=0.1)
        nets.append(layer)
        loss = layer(w).sum()
        opt.zero_grad()
        loss.backward()
        opt.step()
    return nets


for net in params(2):
    print(net.weight.grad is None)


def defaults(n):
    for i in range(n):
        if i:

            def last(kept=kept):
                return kept * 2

            print(last().requires_grad)
        kept = w * i
    return last()


defaults(3).sum().backward()

for i in range(2):
    if i:
        print(globals()["outside"].requires_grad)
    outside = w * 2
