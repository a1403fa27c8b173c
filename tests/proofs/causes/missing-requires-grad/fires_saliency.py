# finds: GS102 at 10
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'
# fixed: gets image
import torch
from torch import nn

model = nn.Linear(12, 3)
image = torch.rand(1, 12)
model(image).max().backward()
saliency = image.grad.abs()