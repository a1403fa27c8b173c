# correct
"""FGSM and projected gradient descent, done the way that works."""
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Flatten(), nn.Linear(36, 16), nn.ReLU(), nn.Linear(16, 3)).eval()
loss_fn = nn.CrossEntropyLoss()


def fgsm(model, images, labels, eps):
    images = images.clone().detach().requires_grad_(True)
    loss = loss_fn(model(images), labels)
    (grad,) = torch.autograd.grad(loss, images)
    return (images + eps * grad.sign()).clamp(0, 1).detach()


def pgd(model, images, labels, eps=0.3, alpha=0.05, iters=4, random_start=True):
    images = images.clone().detach()
    adv_images = images.clone().detach()
    if random_start:
        adv_images = adv_images + torch.empty_like(adv_images).uniform_(-eps, eps)
        adv_images = torch.clamp(adv_images, min=0, max=1).detach()
    for _ in range(iters):
        adv_images.requires_grad = True
        cost = loss_fn(model(adv_images), labels)
        model.zero_grad()
        cost.backward()
        adv_images = adv_images.detach() + alpha * adv_images.grad.sign()
        delta = torch.clamp(adv_images - images, min=-eps, max=eps)
        adv_images = torch.clamp(images + delta, min=0, max=1).detach()
    return adv_images


images, labels = torch.rand(4, 1, 6, 6), torch.tensor([0, 1, 2, 0])
for name, attack in [("fgsm", lambda m, x, y: fgsm(m, x, y, 0.1)), ("pgd", pgd)]:
    adv = attack(model, images, labels)
    with torch.no_grad():
        changed = (model(adv).argmax(1) != model(images).argmax(1)).float().mean()
    print(name, adv.requires_grad, f"{changed:.2f}", (adv - images).abs().max().item())

# adversarial training on top of it
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
model.train()
for _ in range(3):
    adv = pgd(model, images, labels, iters=2, random_start=False)
    optimizer.zero_grad()
    loss = 0.5 * loss_fn(model(images), labels) + 0.5 * loss_fn(model(adv), labels)
    loss.backward()
    optimizer.step()
print(loss.item())
