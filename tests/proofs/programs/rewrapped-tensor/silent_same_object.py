# cause: tensor-rewrap
# torch: gets w, v
import torch

w = torch.rand(3, requires_grad=True)
v = torch.rand(3, requires_grad=True)
(torch.as_tensor(w) * torch.Tensor(v * 2)).sum().backward()
