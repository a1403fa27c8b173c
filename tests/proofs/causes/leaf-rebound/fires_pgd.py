# finds: GS101 at 31
# torch: raises AttributeError: 'NoneType' object has no attribute 'sign'
# fixed: runs
import torch
import torch.nn as nn


class Normalize(nn.Module):
    def __init__(self, mean, std):
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean).view(1, -1, 1, 1))
        self.register_buffer("std", torch.tensor(std).view(1, -1, 1, 1))

    def forward(self, x):
        return (x - self.mean) / self.std


class PGD:
    def __init__(self, model, eps=8 / 255, alpha=2 / 255, steps=4):
        self.model, self.eps, self.alpha, self.steps = model, eps, alpha, steps
        self.loss = nn.CrossEntropyLoss()

    def __call__(self, images, labels):
        images = images.clone().detach()
        adv = images + torch.empty_like(images).uniform_(-self.eps, self.eps)
        adv = torch.clamp(adv, 0, 1).requires_grad_(True)
        for _ in range(self.steps):
            cost = self.loss(self.model(adv), labels)
            self.model.zero_grad()
            cost.backward()
            grad = adv.grad.sign()
            adv = adv + self.alpha * grad
            delta = torch.clamp(adv - images, -self.eps, self.eps)
            adv = torch.clamp(images + delta, 0, 1)
        return adv.detach()


net = nn.Sequential(Normalize([0.5] * 3, [0.2] * 3), nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3)).eval()
attack = PGD(net)
x, y = torch.rand(2, 3, 8, 8), torch.randint(3, (2,))
adv = attack(x, y)
print((net(adv).argmax(1) == y).float().mean())
