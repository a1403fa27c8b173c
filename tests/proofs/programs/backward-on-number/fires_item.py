# cause: item-in-loss
# finds: GS202 at 9
# torch: raises AttributeError: 'float' object has no attribute 'backward'
# fixed: gets w
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum().item()
loss.backward()
