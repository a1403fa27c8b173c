# torch: moves weight
import torch

weight = torch.rand(4, requires_grad=True).float().contiguous()
optimizer = torch.optim.SGD([weight], lr=0.1)
weight.square().sum().backward()
optimizer.step()
