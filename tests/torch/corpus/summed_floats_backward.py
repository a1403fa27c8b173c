# raises: AttributeError: 'float' object has no attribute 'backward'
# finds: GS202 at 24
# Multi-task training in which the terms are collected as numbers, for the log, and then summed.
import torch
from torch import nn

torch.manual_seed(11)
shared = nn.Linear(4, 8)
heads = nn.ModuleDict({"age": nn.Linear(8, 1), "income": nn.Linear(8, 1)})
params = list(shared.parameters()) + list(heads.parameters())
opt = torch.optim.SGD(params, lr=1e-2)
weights = {"age": 1.0, "income": 0.3}

x = torch.randn(9, 4)
labels = {"age": torch.randn(9, 1), "income": torch.randn(9, 1)}

for step in range(3):
    h = shared(x).relu()
    losses = {}
    for task, head in heads.items():
        losses[task] = float(nn.functional.mse_loss(head(h), labels[task]))
    total = sum(weights[task] * value for task, value in losses.items())
    opt.zero_grad()
    total.backward()
    opt.step()
    print(step, losses)
