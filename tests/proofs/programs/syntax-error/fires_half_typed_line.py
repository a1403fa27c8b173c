# finds: GS902 at 7
# torch: raises SyntaxError: invalid syntax
# no fix: GS902
import torch

w = torch.rand(3, requires_grad=True)
y = w *
(w * w).sum().backward()
