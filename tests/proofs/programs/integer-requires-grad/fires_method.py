# cause: int-dtype
# finds: GS406 at 8
# torch: raises RuntimeError: only Tensors of floating point dtype can require gradients
# fixed: gets image
import torch

image = torch.randint(0, 255, (1, 4))
image.requires_grad_()
(image * torch.rand(4)).sum().backward()
