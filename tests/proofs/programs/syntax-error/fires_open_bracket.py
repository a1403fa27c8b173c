# finds: GS902 at 7
# torch: raises SyntaxError: was never closed
# fixed: runs; holds loss.requires_grad
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum(
