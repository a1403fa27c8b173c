# cause: detach-in-path
# finds: GS301 at 10
# torch: gets b; lacks w
# fixed: gets b, w
import torch
from torch.autograd import Variable


def penalty(weight):
    return Variable(weight * 2).pow(2).sum()
w = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
loss = penalty(w) + b.sum()
loss.backward()
print(w.grad, b.grad)
