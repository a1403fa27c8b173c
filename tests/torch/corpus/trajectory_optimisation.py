# correct
"""Optimises the controls of a pendulum through a differentiable simulation."""
import math

import torch
from torch import optim

DT, HORIZON, GRAVITY = 0.1, 15, 9.81


def dynamics(state, control, length=1.0, damping=0.1):
    angle, velocity = state[..., 0], state[..., 1]
    acceleration = -GRAVITY / length * torch.sin(angle) - damping * velocity + control
    return torch.stack([angle + DT * velocity, velocity + DT * acceleration], dim=-1)


def simulate(initial, controls):
    states = [initial]
    for u in controls.unbind(0):
        states.append(dynamics(states[-1], u))
    return torch.stack(states)


def cost(trajectory, controls, target=math.pi):
    final = trajectory[-1]
    return 5 * (final[0] - target) ** 2 + final[1] ** 2 + 1e-3 * controls.pow(2).sum()


initial = torch.tensor([0.1, 0.0])
controls = torch.zeros(HORIZON, requires_grad=True)
optimizer = optim.Adam([controls], lr=0.5)
scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.95)
best, best_cost = controls.detach().clone(), math.inf

for iteration in range(8):
    optimizer.zero_grad()
    trajectory = simulate(initial, controls)
    value = cost(trajectory, controls)
    value.backward()
    optimizer.step()
    scheduler.step()
    with torch.no_grad():
        controls.clamp_(-10, 10)
        if value < best_cost:
            best, best_cost = controls.clone(), value.item()
print(best_cost, best.requires_grad, controls.is_leaf)

# shooting with gradients of an intermediate state
x = initial.clone().requires_grad_(True)
rolled = simulate(x, best)
middle = rolled[HORIZON // 2]
sensitivity = torch.autograd.grad(cost(rolled, best), [x, middle], allow_unused=True, retain_graph=True)
print([None if s is None else tuple(s.shape) for s in sensitivity])

# identify the length by gradient descent on its logarithm
log_length = torch.tensor(0.5, requires_grad=True)
observed = simulate(initial, best)
for _ in range(5):
    state, error = initial, torch.zeros(())
    for t, u in enumerate(best):
        state = dynamics(state, u, length=log_length.exp())
        error = error + (state - observed[t + 1]).pow(2).sum()
    (g,) = torch.autograd.grad(error, log_length)
    log_length = (log_length - 0.01 * g.clamp(-1, 1)).detach().requires_grad_()
print(log_length.exp().item(), log_length.is_leaf)
