# cause: int-dtype
# finds: GS406 at 12
# torch: raises RuntimeError: Only Tensors of floating point and complex dtype can require gradients
# fixed: gets grid
import torch


def curve(t):
    return t**3 - 2 * t


grid = torch.arange(0, 10, requires_grad=True)
curve(grid).sum().backward()
