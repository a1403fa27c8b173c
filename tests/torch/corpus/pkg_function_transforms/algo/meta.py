from collections import OrderedDict

import torch
from torch.func import functional_call


def adapt(net, params, x, y, lr=0.1):
    loss = (functional_call(net, params, x) - y).square().mean()
    grads = torch.autograd.grad(loss, tuple(params.values()), create_graph=True)
    return OrderedDict((name, p - lr * g) for (name, p), g in zip(params.items(), grads))


def outer(net, x, y, steps=2):
    fast = OrderedDict(net.named_parameters())
    for _ in range(steps):
        fast = adapt(net, fast, x[:4], y[:4])
    return (functional_call(net, fast, x[4:]) - y[4:]).square().mean()
