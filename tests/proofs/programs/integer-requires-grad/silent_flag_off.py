# torch: gets w
import torch

index = torch.tensor([0, 2], requires_grad=False)
mask = torch.ones(3, dtype=torch.bool).requires_grad_(False)
w = torch.rand(3, requires_grad=True)
(w[index].sum() + w[mask].sum()).backward()
