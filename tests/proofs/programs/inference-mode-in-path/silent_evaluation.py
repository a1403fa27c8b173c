# torch: moves model
import torch
from torch import nn


@torch.inference_mode()
def accuracy(model, x, y):
    return (model(x).argmax(1) == y).float().mean().item()


model = nn.Linear(4, 3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    x, y = torch.rand(8, 4), torch.randint(3, (8,))
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(x), y).backward()
    optimizer.step()
    print(accuracy(model, x, y))
