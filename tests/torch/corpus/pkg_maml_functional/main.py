# correct
"""Learns a start from which one step fits a line; the inner step is in the graph unless it is told not to be."""
from argparse import Namespace
from itertools import islice

import torch

import meta
from meta.tasks import lines

args = Namespace(inner_lr=0.1, outer_lr=0.01, first_order=False, tasks=3)
torch.manual_seed(10)
params = meta.init(1, 8, 1)
optimizer = torch.optim.Adam(params.values(), lr=args.outer_lr)
for round, tasks in enumerate(islice(iter(lambda: list(islice(lines(), args.tasks)), None), 2)):
    losses = []
    for support, query in tasks:
        adapted = meta.adapt(params, support, args.inner_lr, first_order=args.first_order)
        losses.append(meta.loss(adapted, *query))
    total = torch.stack(losses).mean()
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    print(round, total.item(), params["w1"].grad.norm().item())
support, query = next(lines())
fast = meta.adapt(params, support, args.inner_lr, first_order=True)
with torch.no_grad():
    print(meta.loss(fast, *query))
