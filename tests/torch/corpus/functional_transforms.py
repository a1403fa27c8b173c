# correct
import torch
from torch import nn
from torch.func import functional_call, grad, jacrev, stack_module_state, vmap
import torch.nn.functional as F

model = nn.Sequential(nn.Linear(3, 6), nn.Tanh(), nn.Linear(6, 2))
params = dict(model.named_parameters())
buffers = dict(model.named_buffers())
x, y = torch.randn(5, 3), torch.randint(0, 2, (5,))


def loss_of_sample(params, sample, target):
    logits = functional_call(model, (params, buffers), (sample.unsqueeze(0),))
    return F.cross_entropy(logits, target.unsqueeze(0))


# per-sample gradients, checked against a loop with backward
detached = {k: v.detach() for k, v in params.items()}
per_sample = vmap(grad(loss_of_sample), in_dims=(None, 0, 0))(detached, x, y)
for i in range(len(x)):
    model.zero_grad()
    F.cross_entropy(model(x[i : i + 1]), y[i : i + 1]).backward()
    assert torch.allclose(per_sample["0.weight"][i], model[0].weight.grad, atol=1e-6)
print({k: tuple(v.shape) for k, v in per_sample.items()}, per_sample["0.bias"].requires_grad)

# one step of gradient descent by hand on a functional model
fast = {k: v - 0.1 * g.mean(0) for (k, v), g in zip(params.items(), per_sample.values())}
outer = F.cross_entropy(functional_call(model, fast, (x,)), y)
model.zero_grad()
outer.backward()
print(outer.requires_grad, model[2].weight.grad.norm().item() > 0)

# jacobians
jacobian = jacrev(lambda t: model(t))(x[0])
print(jacobian.shape)

# an ensemble in one call
models = [nn.Linear(3, 2) for _ in range(4)]
stacked, stacked_buffers = stack_module_state(models)
base = nn.Linear(3, 2)


def call(p, b, batch):
    return functional_call(base, (p, b), (batch,))


predictions = vmap(call, in_dims=(0, 0, None))(stacked, stacked_buffers, x)
optimizer = torch.optim.SGD(stacked.values(), lr=0.1)
loss = (predictions - F.one_hot(y, 2)).pow(2).mean()
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(predictions.shape, all(p.grad is not None for p in stacked.values()))
