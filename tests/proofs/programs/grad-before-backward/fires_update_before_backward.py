# cause: grad-before-backward
# finds: GS103 at 10
# torch: raises TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# fixed: gets w
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum()
with torch.no_grad():
    w -= 0.1 * w.grad
loss.backward()
