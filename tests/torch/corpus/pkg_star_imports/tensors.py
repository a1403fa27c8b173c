import torch

_secret = torch.zeros(1)
weight = torch.ones(3, requires_grad=True)
data = torch.arange(3.0)
target = _secret + 1
