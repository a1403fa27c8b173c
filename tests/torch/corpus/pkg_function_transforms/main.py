# correct
"""Ensembles by vmap and per-sample gradients over a package of pure functions."""
import torch

from algo import ensemble, influence, meta
from nets import make

torch.manual_seed(0)
x, y = torch.randn(8, 3), torch.randn(8, 1)
params, predictions = ensemble.predict([make() for _ in range(3)], x)
print(predictions.shape, {k: v.requires_grad for k, v in params.items()})
net = make()
grads = influence.per_sample(net, x, y)
print({k: v.shape for k, v in grads.items()})
before = net.weight.grad
loss = meta.outer(net, x, y)
loss.backward()
print(before, net.weight.grad)
h = influence.curvature(net, x, y)
