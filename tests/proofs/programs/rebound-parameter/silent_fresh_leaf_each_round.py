# cause: leaf-rebound
# torch: gets x; holds x.is_leaf
import torch
from torch import nn

model = nn.Linear(8, 3)
x = torch.rand(1, 8)
for i in range(4):
    x = x.detach().requires_grad_()
    loss = nn.functional.cross_entropy(model(x), torch.tensor([1]))
    loss.backward()
    x_next = x + 0.01 * x.grad.sign()
    x.data = x_next.data
