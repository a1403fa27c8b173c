# correct
"""Continual learning: penalties from stored gradients, a registry of methods, per-task heads."""
import torch

from methods import get_method
from tasks import TaskStream

torch.manual_seed(0)
for name in ("finetune", "ewc", "lwf", "gem"):
    method = get_method(name)(width=8, strength=10.0)
    for task, batches in TaskStream(tasks=2):
        method.begin(task)
        for x, y in batches:
            loss = method.observe(x, y, task)
        method.end(task, batches)
    print(name, float(loss))
