# cause: missing-create-graph
# torch: moves w
import torch

w = torch.rand(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for task in torch.rand(4, 3):
    inner = (w * task).pow(2).sum()
    (slope,) = torch.autograd.grad(inner, w)
    fast = w - 0.01 * slope
    optimizer.zero_grad()
    (fast * task).pow(2).sum().backward()
    optimizer.step()
