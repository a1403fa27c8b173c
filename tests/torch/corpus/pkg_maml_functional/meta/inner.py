import torch

from . import net


def adapt(params, support, lr, steps=1, first_order=False):
    """The parameters after some steps of descent, as tensors of their own."""
    current = dict(params)
    for _ in range(steps):
        loss = net.loss(current, *support)
        grads = torch.autograd.grad(loss, list(current.values()), create_graph=not first_order)
        current = {name: p - lr * g for (name, p), g in zip(current.items(), grads)}
    return current
