import torch
from torch import nn

model = nn.Linear(3, 1)
extra = nn.Parameter(torch.zeros(1))
optimizer = torch.optim.SGD([*model.parameters(), extra], lr=0.1)
model(torch.rand(2, 3)).sum().backward()
optimizer.step()
optimizer.zero_grad()
w = torch.rand(2, requires_grad=True)
v = torch.rand(2, requires_grad=True)
(w * v.detach()).sum().backward()
w2 = (w * 2).sum()
w2.backward()
# ask
model
model.weight.grad
extra.grad
w.grad
v.grad
w2.grad
