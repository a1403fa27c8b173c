import functools

import torch


@functools.lru_cache(None)
def f(k):
    return torch.ones(3, requires_grad=True)


a = f(1)
a.requires_grad_(False)
b = f(1)
c = f(2)
