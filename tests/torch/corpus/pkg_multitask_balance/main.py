# correct
"""Weighs tasks so that their gradients at the shared layer grow alike."""
import torch

from tasks import TASKS
from tasks.balance import Balance
from tasks.net import Shared

torch.manual_seed(19)
net = Shared(5, {task.name: task.size for task in TASKS})
balance = Balance([task.name for task in TASKS], lr=0.025)
optimizer = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.5)
x = torch.randn(24, 5)
targets = {task.name: task.target(x) for task in TASKS}
for step in range(3):
    outputs = net(x)
    losses = {task.name: task.loss(outputs[task.name], targets[task.name]) for task in TASKS}
    total = sum(balance[name].detach() * loss for name, loss in losses.items())
    optimizer.zero_grad()
    total.backward(retain_graph=True)
    balance.step(losses, net.trunk[-2].weight)
    optimizer.step()
print({name: weight.item() for name, weight in balance.weights.items()})
