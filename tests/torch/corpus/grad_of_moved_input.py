# finds: GS101 at 18
"""Adversarial noise; `.double()` makes a copy, and the copy is asked for the gradient."""
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3)).double().eval()


def perturb(image, label, epsilon):
    image = image.clone().requires_grad_(True)
    image64 = image.double()
    output = model(image64)
    loss = F.nll_loss(F.log_softmax(output, dim=1), label)
    model.zero_grad()
    loss.backward()
    gradient = image64.grad
    if gradient is None:
        return image.detach()
    return (image64 + epsilon * gradient.sign()).clamp(0, 1)


accuracies = []
for epsilon in (0.0, 0.1, 0.3):
    data, target = torch.rand(10, 8), torch.randint(3, (10,))
    adversarial = perturb(data, target, epsilon)
    final = model(adversarial.double()).max(1, keepdim=True)[1]
    accuracies.append((final.squeeze(1) == target).float().mean().item())
print(accuracies)
