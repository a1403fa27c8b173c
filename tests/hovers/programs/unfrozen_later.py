import torch
from torch import nn

body, head = nn.Linear(4, 4).requires_grad_(False), nn.Linear(4, 1)
model = nn.Sequential(body, nn.Tanh(), head)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model(torch.rand(3, 4)).sum().backward()
optimizer.step()
body.requires_grad_(True)
head.bias.requires_grad = False
# ask
model
body
head
head.bias.grad
body.weight.grad
