# finds: GS402 at 17
# torch: raises TypeError: unsupported operand
# fixed: runs
import torch
from torch import nn


class PGD:
    def __init__(self, model, eps=0.1, alpha=0.02, steps=3):
        self.model, self.eps, self.alpha, self.steps = model, eps, alpha, steps

    def perturb(self, x, y):
        delta = torch.zeros_like(x, requires_grad=True)
        for _ in range(self.steps):
            loss = nn.functional.cross_entropy(self.model(x + delta), y)
            loss.backward()
            delta = (delta + self.alpha * delta.grad * 2).clamp(-self.eps, self.eps)
        return x + delta.detach()


net = nn.Sequential(nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3))
attack = PGD(net)
print(attack.perturb(torch.randn(4, 6), torch.randint(0, 3, (4,))).shape)
