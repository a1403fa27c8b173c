# cause: missing-requires-grad
# finds: GS102 at 12
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'
# fixed: gets image
import torch
from torch import nn

model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.Flatten(), nn.Linear(72, 3))
image = torch.randn(1, 1, 8, 8)
scores = model(image)
scores[0, scores.argmax()].backward()
saliency = image.grad.abs().amax(dim=1)
