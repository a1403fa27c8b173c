# torch: gets w; moves w
import torch

w = torch.ones(3, requires_grad=True)
outer = torch.optim.SGD([w], lr=0.1)
for task in torch.rand(3, 3):
    fast = w
    for inner in range(2):
        loss = (fast * task - 1).pow(2).sum()
        (gradient,) = torch.autograd.grad(loss, fast, create_graph=True)
        fast = fast - 0.1 * gradient
    outer.zero_grad()
    (fast * task - 1).pow(2).sum().backward()
    outer.step()
