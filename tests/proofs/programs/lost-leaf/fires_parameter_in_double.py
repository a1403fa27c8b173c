# cause: nonleaf-grad
# finds: GS401 at 7
# torch: lacks a
# fixed: gets a
import torch

a = torch.ones(2, 2, requires_grad=True).double()
b = torch.eye(2, dtype=torch.float64)
(a @ b).trace().backward()
print("gradient of a:", a.grad)
