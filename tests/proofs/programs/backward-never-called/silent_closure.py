# torch: moves w
import torch

w = torch.rand(3, requires_grad=True)
optimizer = torch.optim.LBFGS([w])


def closure():
    optimizer.zero_grad()
    loss = (w - 3).pow(2).sum()
    loss.backward()
    return loss


optimizer.step(closure)
