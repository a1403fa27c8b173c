# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 16 or GS402 at 18
"""Gradient descent on an image: under no_grad the update makes a new, plain tensor."""
import torch
from torch import nn

torch.manual_seed(8)
scorer = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.Flatten(), nn.Linear(2 * 6 * 6, 1))
for p in scorer.parameters():
    p.requires_grad_(False)

image = torch.zeros(1, 1, 8, 8, requires_grad=True)
history = []
for i in range(6):
    score = scorer(image).sum() - 0.01 * image.pow(2).sum()
    score.backward()
    with torch.no_grad():
        image = image + 0.5 * image.grad
    history.append(score.item())
print(history)
