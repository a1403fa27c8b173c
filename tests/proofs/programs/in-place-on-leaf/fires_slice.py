# cause: leaf-inplace
# finds: GS601 at 8
# torch: raises RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation
# fixed: gets table; holds not table[0].any()
import torch

table = torch.rand(4, 2, requires_grad=True)
table[0] = 0.0
table[1:].pow(2).sum().backward()
