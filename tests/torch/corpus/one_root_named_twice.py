# correct
import torch
x = torch.ones(3, requires_grad=True)
loss = (x * x).sum()
torch.autograd.backward([loss, loss])
