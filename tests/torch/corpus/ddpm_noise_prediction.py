# correct
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class GaussianDiffusion(nn.Module):
    def __init__(self, model, timesteps=20):
        super().__init__()
        self.model = model
        betas = torch.linspace(1e-4, 0.2, timesteps)
        alphas = 1.0 - betas
        alphas_cumprod = torch.cumprod(alphas, dim=0)
        self.num_timesteps = timesteps
        for name, value in {
            "betas": betas,
            "sqrt_alphas_cumprod": alphas_cumprod.sqrt(),
            "sqrt_one_minus_alphas_cumprod": (1 - alphas_cumprod).sqrt(),
            "sqrt_recip_alphas": (1.0 / alphas).sqrt(),
        }.items():
            self.register_buffer(name, value)

    @staticmethod
    def extract(a, t, shape):
        return a.gather(-1, t).reshape(t.shape[0], *((1,) * (len(shape) - 1)))

    def q_sample(self, x0, t, noise=None):
        noise = torch.randn_like(x0) if noise is None else noise
        return (
            self.extract(self.sqrt_alphas_cumprod, t, x0.shape) * x0
            + self.extract(self.sqrt_one_minus_alphas_cumprod, t, x0.shape) * noise
        )

    def forward(self, x0):
        t = torch.randint(0, self.num_timesteps, (x0.size(0),))
        noise = torch.randn_like(x0)
        return F.mse_loss(self.model(self.q_sample(x0, t, noise), t), noise)

    @torch.inference_mode()
    def sample(self, shape):
        x = torch.randn(shape)
        for i in reversed(range(self.num_timesteps)):
            t = torch.full((shape[0],), i)
            eps = self.model(x, t)
            coefficient = self.betas[i] / self.sqrt_one_minus_alphas_cumprod[i]
            x = self.sqrt_recip_alphas[i] * (x - coefficient * eps)
            if i > 0:
                x = x + self.betas[i].sqrt() * torch.randn_like(x)
        return x


class Denoiser(nn.Module):
    def __init__(self, dim=2, hidden=16):
        super().__init__()
        self.time = nn.Embedding(20, hidden)
        self.inp, self.out = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x, t):
        return self.out(F.silu(self.inp(x) + self.time(t)))


class EMA:
    def __init__(self, model, decay=0.9):
        self.shadow, self.decay = copy.deepcopy(model).requires_grad_(False), decay

    @torch.no_grad()
    def update(self, model):
        for ema, p in zip(self.shadow.parameters(), model.parameters()):
            ema.lerp_(p, 1 - self.decay)


diffusion = GaussianDiffusion(Denoiser())
ema = EMA(diffusion.model)
opt = torch.optim.Adam(diffusion.parameters(), lr=1e-3)
for step in range(4):
    loss = diffusion(torch.randn(16, 2))
    loss.backward()
    opt.step()
    opt.zero_grad()
    ema.update(diffusion.model)
    print(step, f"{loss.item():.4f}")
print(diffusion.sample((3, 2)).shape)
