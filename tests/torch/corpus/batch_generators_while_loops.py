# correct
import random
from itertools import cycle, islice

import torch
import torch.nn as nn


def batches(x, y, size, shuffle=True):
    """Yields (x, y) forever."""
    while True:
        order = torch.randperm(len(x)) if shuffle else torch.arange(len(x))
        for ids in order.split(size):
            yield x[ids], y[ids]


def noisy(stream, scale):
    for x, y in stream:
        yield x + scale * torch.randn_like(x), y


def chained(*streams):
    for stream in streams:
        yield from stream


random.seed(1)
x = torch.randn(20, 3)
y = (x.sum(1, keepdim=True) > 0).float()
model = nn.Sequential(nn.Linear(3, 6), nn.ReLU(), nn.Linear(6, 1))
optimizer = torch.optim.RMSprop(model.parameters(), lr=0.01)
bce = nn.BCEWithLogitsLoss()

step, smoothed = 0, None
stream = noisy(batches(x, y, 5), 0.1)
while (batch := next(stream, None)) is not None:
    inputs, targets = batch
    loss = bce(model(inputs), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    smoothed = loss.item() if smoothed is None else 0.9 * smoothed + 0.1 * loss.item()
    if (step := step + 1) >= 9:
        break
    if smoothed < 1e-3:
        print("converged")
        break
else:
    print("stream ended")
print(step, smoothed)

# teacher forcing: sometimes the target, sometimes the own (detached) prediction
cell, out = nn.GRUCell(1, 4), nn.Linear(4, 1)
optimizer = torch.optim.Adam(list(cell.parameters()) + list(out.parameters()), lr=1e-2)
series = torch.sin(torch.arange(0, 3, 0.2)).view(-1, 1, 1)
for epoch in range(2):
    hidden = torch.zeros(1, 4)
    value, loss = series[0], torch.zeros(())
    for target in islice(series, 1, None):
        hidden = cell(value, hidden)
        prediction = out(hidden)
        loss = loss + (prediction - target).pow(2).squeeze()
        value = target if random.random() < 0.5 else prediction.detach()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())

sources = cycle([x[:5], x[5:10]])
averages = [model(next(sources)).mean().item() for _ in range(3)]
print(len(averages), len(list(chained(range(2), range(3)))))
