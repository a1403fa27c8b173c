# cause: loss-not-from-model
# torch: moves first, second
import torch
from torch import nn

first, second = nn.Linear(3, 3), nn.Linear(3, 3)
optimizers = [torch.optim.SGD(first.parameters(), lr=0.1), torch.optim.SGD(second.parameters(), lr=0.1)]
for step, x in enumerate(torch.rand(4, 8, 3)):
    model, optimizer = (first, optimizers[0]) if step % 2 else (second, optimizers[1])
    optimizer.zero_grad()
    model(x).pow(2).mean().backward()
    optimizer.step()
