# torch: gets w; holds w[0] == 0
import torch

w = torch.rand(3, requires_grad=True)
with torch.no_grad():
    w[:1].zero_()
(w * 2).sum().backward()
print(w.grad)
