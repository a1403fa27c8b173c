# raises: TypeError: must be Tensor, not NoneType
# finds: GS101 at 19 or GS402 at 20
"""Projected gradient descent whose second round has no leaf any more."""
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Flatten(), nn.Linear(36, 16), nn.ReLU(), nn.Linear(16, 3))
loss_fn = nn.CrossEntropyLoss()


def pgd_attack(model, images, labels, eps=0.3, alpha=0.05, iters=5):
    original = images.clone()
    adv = images.clone().requires_grad_(True)
    for _ in range(iters):
        loss = loss_fn(model(adv), labels)
        model.zero_grad()
        loss.backward()
        step = alpha * torch.sign(adv.grad)
        adv = adv + step
        adv = torch.max(torch.min(adv, original + eps), original - eps)
        adv = adv.clamp(0, 1)
    return adv


images, labels = torch.rand(4, 1, 6, 6), torch.tensor([0, 1, 2, 0])
adversarial = pgd_attack(model, images, labels)
print((adversarial - images).abs().max())
