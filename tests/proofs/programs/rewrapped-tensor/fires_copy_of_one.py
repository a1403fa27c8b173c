# cause: tensor-rewrap
# finds: GS307 at 9
# torch: gets b; lacks w
# fixed: gets b, w
import torch


def clean(t):
    return torch.tensor(t)
w = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
(clean(w * 2) * b).sum().backward()
print(w.grad)
