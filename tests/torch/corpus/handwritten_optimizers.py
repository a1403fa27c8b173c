# correct
import math

import torch
from torch import nn
from torch.optim import Optimizer


class Lion(Optimizer):
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.99), weight_decay=0.0):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                p.mul_(1 - group["lr"] * group["weight_decay"])
                grad, state = p.grad, self.state[p]
                if len(state) == 0:
                    state["exp_avg"] = torch.zeros_like(p)
                exp_avg = state["exp_avg"]
                update = exp_avg * b1 + grad * (1 - b1)
                p.add_(update.sign_(), alpha=-group["lr"])
                exp_avg.mul_(b2).add_(grad, alpha=1 - b2)
        return loss


class PlainAdam:
    """No base class at all."""

    def __init__(self, params, lr=1e-2, b1=0.9, b2=0.999, eps=1e-8):
        self.params = [p for p in params if p.requires_grad]
        self.lr, self.b1, self.b2, self.eps, self.t = lr, b1, b2, eps, 0
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    def step(self):
        self.t += 1
        for i, p in enumerate(self.params):
            g = p.grad
            self.m[i] = self.b1 * self.m[i] + (1 - self.b1) * g
            self.v[i] = self.b2 * self.v[i] + (1 - self.b2) * g * g
            m_hat = self.m[i] / (1 - self.b1**self.t)
            v_hat = self.v[i] / (1 - self.b2**self.t)
            p.data -= self.lr * m_hat / (v_hat.sqrt() + self.eps)


def train(make_optimizer, steps=4):
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1))
    x, y = torch.randn(16, 3), torch.randn(16, 1)
    optimizer = make_optimizer(model.parameters())
    for _ in range(steps):
        loss = (model(x) - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()


print(train(lambda p: Lion(p, lr=1e-2, weight_decay=0.01)))
print(train(PlainAdam))
print(train(lambda p: torch.optim.Adam(p, lr=1e-2)))

# learning-rate free: the step itself is learnt (hypergradient descent)
lr = torch.tensor(0.01, requires_grad=True)
w = torch.ones(3)
for _ in range(3):
    w = w.detach().requires_grad_()
    (g,) = torch.autograd.grad((w**2).sum(), w)
    after = ((w.detach() - lr * g) ** 2).sum()
    (hyper,) = torch.autograd.grad(after, lr)
    with torch.no_grad():
        lr -= 1e-4 * hyper
        w = w - lr * g
print(lr.item(), math.isfinite(w.sum().item()))
