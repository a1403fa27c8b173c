# raises: TypeError: 'NoneType'
# finds: GS405 at 14
# Deep dream with a typo: `require_grad` is just a new attribute.
import torch
import torch.nn as nn

torch.manual_seed(0)
layers = nn.Sequential(nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1))
layers.eval()


def dream(image, steps=3, lr=0.2):
    image = image.clone()
    image.require_grad = True
    for _ in range(steps):
        activation = layers(image)
        objective = activation.pow(2).mean()
        objective.backward()
        gradient = image.grad
        image.data += lr * gradient / (gradient.abs().mean() + 1e-8)
        image.grad.zero_()
    return image


out = dream(torch.rand(1, 3, 8, 8))
print(out.shape)
