# cause: step-before-backward
# finds: GS602 at 13
# torch: raises RuntimeError: modified by an inplace operation
# fixed: gets w, b
import torch

w = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
prediction = w * b
first, second = prediction.sum(), prediction.pow(2).sum()
first.backward(retain_graph=True)
with torch.no_grad():
    w -= 0.1 * w.grad
second.backward()
