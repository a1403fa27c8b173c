# finds: GS308 at 8
# torch: raises RuntimeError: derivative for aten::floor_divide is not implemented
# fixed: gets w; holds (w.grad == 5).all()
import torch

w = torch.rand(3, requires_grad=True)
bins = (w * 10) // 2
bins.sum().backward()