# torch: moves meta
import torch

meta = torch.rand(2, requires_grad=True)
outer = torch.optim.Adam([meta], lr=0.1)
for task in torch.rand(3, 2):
    inner = (meta - task).pow(2).sum()
    (gradient,) = torch.autograd.grad(inner, meta, create_graph=True)
    loss = (meta - 0.1 * gradient - task).abs().sum()
    outer.zero_grad()
    loss.backward()
    outer.step()
