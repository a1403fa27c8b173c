# cause: int-dtype
# torch: gets x, grid
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
grid = torch.arange(0, 4, dtype=torch.float32, requires_grad=True)
(x.sum() + grid.pow(2).sum()).backward()
