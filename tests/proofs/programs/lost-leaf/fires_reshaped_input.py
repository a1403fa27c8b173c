# cause: nonleaf-grad
# finds: GS401 at 16
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'
# fixed: gets image
import torch
from torch import nn


def saliency(model, image, label):
    score = model(image)[0, label]
    score.backward()
    return image.grad.abs().amax(1)


model = nn.Sequential(nn.Flatten(), nn.Linear(12, 5))
image = torch.rand(12, requires_grad=True).view(1, 3, 2, 2)
mask = saliency(model, image, 3)
