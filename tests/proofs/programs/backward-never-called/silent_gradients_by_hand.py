# torch: moves w
import torch

w = torch.rand(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
for step in range(3):
    w.grad = torch.sign(w.detach() - 0.5)
    optimizer.step()
