# cause: grad-before-backward
# finds: GS103 at 9
# torch: raises AttributeError: 'NoneType' object has no attribute 'zero_'
# fixed: gets w
import torch

w = torch.rand(3, requires_grad=True)
for step in range(3):
    w.grad.zero_()
    loss = (w * w).sum()
    loss.backward()
