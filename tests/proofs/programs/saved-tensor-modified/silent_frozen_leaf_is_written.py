# torch: gets scale; lacks weights
import torch

weights = torch.ones(3, requires_grad=True)
scale = torch.ones(3, requires_grad=True)
loss = (weights + scale).sum()
weights.requires_grad_(False)
with torch.no_grad():
    weights.add_(scale.exp())
weights.data.mul_(scale)
weights.mul_(2)
loss.backward()
