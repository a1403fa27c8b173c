# finds: GS902 at 7
# torch: raises SyntaxError: was never closed
# no fix: GS902
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum(
