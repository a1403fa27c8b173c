# cause: leaf-inplace
# finds: GS601 at 9
# torch: raises RuntimeError: a leaf Variable that requires grad is being used in an in-place operation
# fixed: gets w; holds w.is_leaf and w.requires_grad
import torch

w = torch.rand(3, requires_grad=True)
(w * w).sum().backward()
w -= 0.1 * w.grad  # one step
