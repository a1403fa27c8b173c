# Seed 33040.
import torch

w = torch.ones(3, requires_grad=True)
inner = w * w
loss = torch.ones(()) + inner.sum()
loss.backward()
print(torch.autograd.grad(loss, [inner]))
print(torch.autograd.grad(loss, [inner, loss]))
torch.autograd.grad(loss, [w])
