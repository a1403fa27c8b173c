# correct
import contextlib

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Linear(3, 1)
saved = []


def hooked(n):
    total = torch.zeros(())
    for _ in range(n):
        x = torch.randn(2, 3, requires_grad=True)
        x.register_hook(lambda g: saved.append(g))
        h = net(x)
        total = total + h.sum()
    total.backward()
    return total


hooked(2)
first = saved[0]
print(first.requires_grad, len(saved))


def carried(n):
    hidden = None
    for step in range(n):
        inp = torch.randn(1, 3)
        if hidden is not None:
            inp = inp + hidden
        out = net(inp)
        hidden = out.detach()
    return hidden, out


hidden, out = carried(3)
out.sum().backward()


def late(n):
    for step in range(n):
        if step:
            y = x * 2
            y.sum().backward()
            print(x.grad)
        x = torch.randn(3, requires_grad=True)
    return x


x = late(3)


def handled(n):
    value = torch.zeros(3)
    for step in range(n):
        try:
            if step == 1:
                raise ValueError
            value = torch.randn(3, requires_grad=True)
            extra = value * 2
        except ValueError:
            print(value.requires_grad, extra.requires_grad)
        finally:
            print(value.shape)
    return value


v = handled(3)
print(v.is_leaf)


def closing(n):
    functions = []
    for step in range(n):
        w = torch.randn(3, requires_grad=True)
        k = w * 2

        def later():
            return k.sum()

        functions.append(later)
    return functions


fs = closing(2)
fs[0]().backward()


def lazy(n):
    for step in range(n):
        w = torch.randn(3, requires_grad=True)
        gen = (w * i for i in range(2))
    return sum(each.sum() for each in gen)


lazy(2).backward()


def suppressed(n):
    for step in range(n):
        with contextlib.suppress(ZeroDivisionError):
            1 / (step - 1)
            q = torch.randn(3, requires_grad=bool(step))
        r = q + 1
        print(r.requires_grad)
    return r


suppressed(3)
