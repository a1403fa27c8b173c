# finds: GS602 at 10
# torch: raises RuntimeError: leaf variable has been moved into the graph interior
# fixed: gets scale
import torch

weights = torch.ones(3, requires_grad=True)
scale = torch.ones(3, requires_grad=True)
loss = (weights + scale).sum()
weights.requires_grad_(False)
weights.add_(scale.exp())
loss.backward()
