# torch: gets pixels
import torch

pixels = torch.randint(0, 255, (3, 3)).float().div(255).requires_grad_()
z = torch.zeros(2, dtype=torch.complex64, requires_grad=True)
(pixels.square().sum() + z.abs().sum()).backward()
