# cause: inplace-saved
# finds: GS602 at 9
# torch: raises RuntimeError: modified by an inplace operation
# fixed: gets w
import torch

w = torch.ones(3, requires_grad=True)
y = w.exp()
y += 1
y.sum().backward()
