# finds: GS902 at 7
# torch: raises SyntaxError: expected ':'
# fixed: gets w
import torch

w = torch.rand(3, requires_grad=True)
for step in range(3)
    (w * w).sum().backward()
