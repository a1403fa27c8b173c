# correct
"""Bootstrap your own latent: the target network follows by an exponential moving average and is never trained."""
import copy

import torch
import torch.nn.functional as F
from torch import nn


def loss_fn(x, y):
    x = F.normalize(x, dim=-1, p=2)
    y = F.normalize(y, dim=-1, p=2)
    return 2 - 2 * (x * y).sum(dim=-1)


class EMA:
    def __init__(self, beta):
        self.beta = beta

    def update_average(self, old, new):
        if old is None:
            return new
        return old * self.beta + (1 - self.beta) * new


def update_moving_average(ema_updater, ma_model, current_model):
    for current_params, ma_params in zip(current_model.parameters(), ma_model.parameters()):
        old_weight, up_weight = ma_params.data, current_params.data
        ma_params.data = ema_updater.update_average(old_weight, up_weight)


def set_requires_grad(model, val):
    for p in model.parameters():
        p.requires_grad = val


class BYOL(nn.Module):
    def __init__(self, dim=8, hidden=16):
        super().__init__()
        self.online_encoder = nn.Sequential(nn.Linear(dim, hidden), nn.ReLU(), nn.Linear(hidden, 4))
        self.online_predictor = nn.Sequential(nn.Linear(4, hidden), nn.ReLU(), nn.Linear(hidden, 4))
        self.target_encoder = copy.deepcopy(self.online_encoder)
        set_requires_grad(self.target_encoder, False)
        self.target_ema_updater = EMA(0.99)

    def update_target(self):
        update_moving_average(self.target_ema_updater, self.target_encoder, self.online_encoder)

    def forward(self, x):
        one, two = x + 0.1 * torch.randn_like(x), x + 0.1 * torch.randn_like(x)
        pred_one = self.online_predictor(self.online_encoder(one))
        pred_two = self.online_predictor(self.online_encoder(two))
        with torch.no_grad():
            proj_one = self.target_encoder(one)
            proj_two = self.target_encoder(two)
            proj_one.detach_()
            proj_two.detach_()
        loss_one = loss_fn(pred_one, proj_two.detach())
        loss_two = loss_fn(pred_two, proj_one.detach())
        return (loss_one + loss_two).mean()


learner = BYOL()
opt = torch.optim.Adam(learner.parameters(), lr=3e-4)
for _ in range(3):
    loss = learner(torch.randn(10, 8))
    opt.zero_grad()
    loss.backward()
    opt.step()
    learner.update_target()
print(loss.item(), all(p.grad is None for p in learner.target_encoder.parameters()))
