# correct
"""Model-agnostic meta-learning on sinusoids, second order, with functional weights."""
import math
import random

import torch
import torch.nn.functional as F


def sample_task():
    amplitude, phase = random.uniform(0.1, 5), random.uniform(0, math.pi)

    def draw(k):
        x = torch.rand(k, 1) * 10 - 5
        return x, amplitude * torch.sin(x + phase)

    return draw


def net(x, params):
    x = F.linear(x, params[0], params[1])
    x = F.relu(x)
    x = F.linear(x, params[2], params[3])
    x = F.relu(x)
    return F.linear(x, params[4], params[5])


params = [
    torch.empty(20, 1).uniform_(-1.0, 1.0).requires_grad_(),
    torch.zeros(20).requires_grad_(),
    torch.empty(20, 20).uniform_(-1 / math.sqrt(20), 1 / math.sqrt(20)).requires_grad_(),
    torch.zeros(20).requires_grad_(),
    torch.empty(1, 20).uniform_(-1 / math.sqrt(20), 1 / math.sqrt(20)).requires_grad_(),
    torch.zeros(1).requires_grad_(),
]
opt = torch.optim.Adam(params, lr=1e-3)
n_inner_loop, inner_lr = 2, 0.01

for it in range(3):
    opt.zero_grad()
    for _ in range(4):
        task = sample_task()
        fast = params
        for _ in range(n_inner_loop):
            x, y = task(10)
            inner_loss = F.mse_loss(net(x, fast), y)
            grads = torch.autograd.grad(inner_loss, fast, create_graph=True)
            fast = [p - inner_lr * g for p, g in zip(fast, grads)]
        x_q, y_q = task(10)
        outer_loss = F.mse_loss(net(x_q, fast), y_q) / 4
        outer_loss.backward()
    torch.nn.utils.clip_grad_norm_(params, 1.0)
    opt.step()
    print(f"iteration {it}: {outer_loss.item() * 4:.3f}, |g0| = {params[0].grad.norm():.3f}")
