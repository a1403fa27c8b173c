# correct
import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


class ActNorm(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.loc = nn.Parameter(torch.zeros(1, dim))
        self.log_scale = nn.Parameter(torch.zeros(1, dim))
        self.register_buffer("initialized", torch.tensor(0, dtype=torch.uint8))

    def initialize(self, x):
        with torch.no_grad():
            mean, std = x.mean(0, keepdim=True), x.std(0, keepdim=True)
            self.loc.data.copy_(-mean)
            self.log_scale.data.copy_(-torch.log(std + 1e-6))

    def forward(self, x):
        if self.initialized.item() == 0:
            self.initialize(x)
            self.initialized.fill_(1)
        return torch.exp(self.log_scale) * (x + self.loc), self.log_scale.sum().expand(x.size(0))

    def inverse(self, z):
        return z * torch.exp(-self.log_scale) - self.loc


class InvLinear(nn.Module):
    def __init__(self, dim):
        super().__init__()
        q, _ = torch.linalg.qr(torch.randn(dim, dim))
        p, lower, upper = torch.linalg.lu(q)
        self.register_buffer("p", p)
        self.register_buffer("sign_s", torch.sign(torch.diag(upper)))
        self.lower = nn.Parameter(lower)
        self.log_s = nn.Parameter(torch.log(torch.abs(torch.diag(upper))))
        self.upper = nn.Parameter(torch.triu(upper, 1))
        self.register_buffer("l_mask", torch.tril(torch.ones(dim, dim), -1))
        self.register_buffer("eye", torch.eye(dim))

    def weight(self):
        lower = self.lower * self.l_mask + self.eye
        upper = self.upper * self.l_mask.t() + torch.diag(self.sign_s * torch.exp(self.log_s))
        return self.p @ lower @ upper

    def forward(self, x):
        return x @ self.weight().t(), self.log_s.sum().expand(x.size(0))

    def inverse(self, z):
        return z @ torch.inverse(self.weight()).t()


class AffineCoupling(nn.Module):
    def __init__(self, dim, hidden=16):
        super().__init__()
        self.d = dim // 2
        self.net = nn.Sequential(nn.Linear(self.d, hidden), nn.ReLU(), nn.Linear(hidden, (dim - self.d) * 2))
        self.net[-1].weight.data.zero_()
        self.net[-1].bias.data.zero_()

    def forward(self, x):
        a, b = x[:, : self.d], x[:, self.d :]
        log_s, t = self.net(a).chunk(2, 1)
        s = torch.sigmoid(log_s + 2)
        return torch.cat([a, (b + t) * s], 1), torch.log(s).sum(1)

    def inverse(self, z):
        a, b = z[:, : self.d], z[:, self.d :]
        log_s, t = self.net(a).chunk(2, 1)
        return torch.cat([a, b / torch.sigmoid(log_s + 2) - t], 1)


class Flow(nn.Module):
    def __init__(self, dim, n):
        super().__init__()
        self.steps = nn.ModuleList()
        for _ in range(n):
            self.steps.extend([ActNorm(dim), InvLinear(dim), AffineCoupling(dim)])
        self.register_buffer("base_mean", torch.zeros(dim))

    def log_prob(self, x):
        total = x.new_zeros(x.size(0))
        for step in self.steps:
            x, log_det = step(x)
            total = total + log_det
        prior = -0.5 * ((x - self.base_mean) ** 2 + math.log(2 * np.pi)).sum(1)
        return prior + total

    @torch.no_grad()
    def sample(self, n):
        z = torch.randn(n, self.base_mean.numel())
        for step in reversed(self.steps):
            z = step.inverse(z)
        return z


flow = Flow(4, 2)
opt = torch.optim.Adam(flow.parameters(), lr=1e-3)
for it in range(3):
    loss = -flow.log_prob(torch.randn(16, 4)).mean()
    opt.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(flow.parameters(), 5.0)
    opt.step()
print(flow.sample(2).numpy().shape)
