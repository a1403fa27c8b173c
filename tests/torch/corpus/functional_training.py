# correct
"""torch.func for training: `functional_call`, `grad_and_value`, ensembles with `vmap`, per-sample gradients."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, grad, grad_and_value, stack_module_state, vmap

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 1))
params = {name: p.detach() for name, p in model.named_parameters()}
buffers = dict(model.named_buffers())
x, y = torch.randn(5, 3), torch.randn(5, 1)


def loss_of(params, x, y):
    prediction = functional_call(model, (params, buffers), (x,))
    return F.mse_loss(prediction, y)


for _ in range(2):
    gradients, value = grad_and_value(loss_of)(params, x, y)
    params = {name: p - 0.1 * gradients[name] for name, p in params.items()}

per_sample = vmap(grad(loss_of), in_dims=(None, 0, 0))(params, x.unsqueeze(1), y.unsqueeze(1))
norms = torch.stack([g.flatten(1).norm(dim=1) for g in per_sample.values()])

ensemble = [nn.Linear(3, 2) for _ in range(3)]
stacked, stacked_buffers = stack_module_state(ensemble)
single = nn.Linear(3, 2)


def forward(weights, buffers, x):
    return functional_call(single, (weights, buffers), (x,))


together = vmap(forward, in_dims=(0, 0, None))(stacked, stacked_buffers, x)
together.sum().backward()
through = functional_call(model, dict(model.named_parameters()), (x,))
through.sum().backward()
held = model[0].weight.grad
