# cause: int-dtype
# finds: GS406 at 7
# torch: raises RuntimeError: Only Tensors of floating point and complex dtype can require gradients
# fixed: gets x
import torch

x = torch.tensor([1, 2, 3], requires_grad=True)
y = (x * x).sum()
y.backward()
