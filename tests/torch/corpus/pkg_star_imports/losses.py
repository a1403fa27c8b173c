import torch as _torch

__all__ = ["squared"]
__all__ += ["penalty"]


def squared(x, y):
    return ((x - y) ** 2).sum()


def penalty(x):
    return _torch.linalg.norm(x)


def unlisted(x):
    return x.detach()
