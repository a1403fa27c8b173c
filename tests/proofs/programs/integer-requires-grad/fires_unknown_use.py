# cause: int-dtype
# finds: GS406 at 8
# torch: raises RuntimeError: Only Tensors of floating point and complex dtype can require gradients
# no fix: GS406
import torch

table = torch.rand(4, 3, requires_grad=True)
batch = {"rows": torch.tensor([1, 2], requires_grad=True)}
table[batch["rows"] - 1].sum().backward()
