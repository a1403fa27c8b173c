# cause: leaf-rebound
# torch: holds w.is_leaf and w.abs().sum() > 0
import torch

w = torch.zeros(2, requires_grad=True)
for epoch in range(5):
    loss = (torch.rand(10, 2) @ w - 1).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        w -= 0.1 * w.grad
        w.grad.zero_()
