# correct
import math
import random

import torch
from torch import autograd, nn, optim
from torch.nn import functional as F


class PixelNorm(nn.Module):
    def forward(self, input):
        return input * torch.rsqrt(torch.mean(input**2, dim=1, keepdim=True) + 1e-8)


class EqualLinear(nn.Module):
    def __init__(self, in_dim, out_dim, bias=True, bias_init=0, lr_mul=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_dim, in_dim).div_(lr_mul))
        self.bias = nn.Parameter(torch.zeros(out_dim).fill_(bias_init)) if bias else None
        self.scale, self.lr_mul = (1 / math.sqrt(in_dim)) * lr_mul, lr_mul

    def forward(self, input):
        return F.linear(input, self.weight * self.scale, bias=self.bias * self.lr_mul)


class Generator(nn.Module):
    def __init__(self, d=8):
        super().__init__()
        self.style = nn.Sequential(PixelNorm(), *[m for _ in range(2) for m in (EqualLinear(d, d, lr_mul=0.01), nn.LeakyReLU(0.2))])
        self.synth = EqualLinear(d, 48)

    def mean_latent(self, n):
        return self.style(torch.randn(n, 8)).mean(0, keepdim=True)

    def forward(self, styles, return_latents=False):
        latent = self.style(styles)
        image = self.synth(latent).view(-1, 3, 4, 4)
        return (image, latent) if return_latents else (image, None)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), EqualLinear(48, 16), nn.LeakyReLU(0.2), EqualLinear(16, 1))

    def forward(self, x):
        return self.net(x)


def requires_grad(model, flag=True):
    for p in model.parameters():
        p.requires_grad = flag


def accumulate(model1, model2, decay=0.999):
    par1, par2 = dict(model1.named_parameters()), dict(model2.named_parameters())
    for k in par1.keys():
        par1[k].data.mul_(decay).add_(par2[k].data, alpha=1 - decay)


def d_logistic_loss(real_pred, fake_pred):
    return F.softplus(-real_pred).mean() + F.softplus(fake_pred).mean()


def d_r1_loss(real_pred, real_img):
    (grad_real,) = autograd.grad(outputs=real_pred.sum(), inputs=real_img, create_graph=True)
    return grad_real.pow(2).reshape(grad_real.shape[0], -1).sum(1).mean()


def g_path_regularize(fake_img, latents, mean_path_length, decay=0.01):
    noise = torch.randn_like(fake_img) / math.sqrt(fake_img.shape[2] * fake_img.shape[3])
    (grad,) = autograd.grad(outputs=(fake_img * noise).sum(), inputs=latents, create_graph=True)
    path_lengths = torch.sqrt(grad.pow(2).sum(1))
    path_mean = mean_path_length + decay * (path_lengths.mean() - mean_path_length)
    return (path_lengths - path_mean).pow(2).mean(), path_mean.detach(), path_lengths


generator, discriminator, g_ema = Generator(), Discriminator(), Generator()
g_ema.eval()
accumulate(g_ema, generator, 0)
g_optim = optim.Adam(generator.parameters(), lr=0.002, betas=(0.0, 0.99))
d_optim = optim.Adam(discriminator.parameters(), lr=0.002, betas=(0.0, 0.99))
mean_path_length = 0
r1_loss = torch.tensor(0.0)
for i in range(3):
    real_img = torch.rand(4, 3, 4, 4)
    requires_grad(generator, False)
    requires_grad(discriminator, True)
    fake_img, _ = generator(torch.randn(4, 8))
    d_loss = d_logistic_loss(discriminator(real_img), discriminator(fake_img))
    discriminator.zero_grad()
    d_loss.backward()
    d_optim.step()
    if i % 2 == 0:
        real_img.requires_grad = True
        real_pred = discriminator(real_img)
        r1_loss = d_r1_loss(real_pred, real_img)
        discriminator.zero_grad()
        (10 / 2 * r1_loss * 2 + 0 * real_pred[0]).backward()
        d_optim.step()
    requires_grad(generator, True)
    requires_grad(discriminator, False)
    fake_img, _ = generator(torch.randn(4, 8))
    g_loss = F.softplus(-discriminator(fake_img)).mean()
    generator.zero_grad()
    g_loss.backward()
    g_optim.step()
    if i % 2 == 0:
        fake_img, latents = generator(torch.randn(2, 8), return_latents=True)
        path_loss, mean_path_length, path_lengths = g_path_regularize(fake_img, latents, mean_path_length)
        generator.zero_grad()
        weighted_path_loss = 2 * 4 * path_loss
        weighted_path_loss += 0 * fake_img[0, 0, 0, 0]
        weighted_path_loss.backward()
        g_optim.step()
    accumulate(g_ema, generator, 0.5)
    with torch.no_grad():
        g_ema.eval()
        sample, _ = g_ema(torch.randn(2, 8))
