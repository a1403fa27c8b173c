# correct
from copy import deepcopy

import numpy as np
import torch
from torch import nn

# Reptile: the outer update moves the weights towards those found by the inner loop.
seed, inner_epochs, inner_step, outer_step0, n_iterations, n_train = 0, 1, 0.02, 0.1, 4, 10
rng = np.random.RandomState(seed)
torch.manual_seed(seed)
x_all = np.linspace(-5, 5, 20)[:, None]


def gen_task():
    phase, amplitude = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 5.0)
    return lambda x: np.sin(x + phase) * amplitude


model = nn.Sequential(nn.Linear(1, 16), nn.Tanh(), nn.Linear(16, 1))


def totorch(x):
    return torch.tensor(x, dtype=torch.float32)


def train_on_batch(x, y):
    x, y = totorch(x), totorch(y)
    model.zero_grad()
    ypred = model(x)
    loss = (ypred - y).pow(2).mean()
    loss.backward()
    for param in model.parameters():
        param.data -= inner_step * param.grad.data


def predict(x):
    return model(totorch(x)).data.numpy()


f_plot = gen_task()
for iteration in range(n_iterations):
    weights_before = deepcopy(model.state_dict())
    f = gen_task()
    y_all = f(x_all)
    for _ in range(inner_epochs):
        inds = rng.permutation(len(x_all))
        for start in range(0, len(x_all), n_train):
            mbinds = inds[start : start + n_train]
            train_on_batch(x_all[mbinds], y_all[mbinds])
    weights_after = model.state_dict()
    outer_step = outer_step0 * (1 - iteration / n_iterations)
    model.load_state_dict(
        {name: weights_before[name] + (weights_after[name] - weights_before[name]) * outer_step for name in weights_before}
    )

weights_before = deepcopy(model.state_dict())
for inneriter in range(3):
    train_on_batch(x_all[:5], f_plot(x_all[:5]))
    lossval = np.square(predict(x_all) - f_plot(x_all)).mean()
    print(f"inner {inneriter}: {lossval:.3f}")
model.load_state_dict(weights_before)

# first-order MAML on the same model: clone, adapt, and copy the gradients back
meta = torch.optim.SGD(model.parameters(), lr=1e-3)
for _ in range(2):
    meta.zero_grad()
    learner = deepcopy(model)
    inner = torch.optim.SGD(learner.parameters(), lr=inner_step)
    f = gen_task()
    for _ in range(2):
        inner.zero_grad()
        (learner(totorch(x_all)) - totorch(f(x_all))).pow(2).mean().backward()
        inner.step()
    inner.zero_grad()
    query = (learner(totorch(x_all)) - totorch(f(x_all))).pow(2).mean()
    query.backward()
    for p, q in zip(model.parameters(), learner.parameters()):
        p.grad = q.grad.clone()
    meta.step()
print(query.item())
