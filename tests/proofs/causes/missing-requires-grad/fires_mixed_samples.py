# finds: GS204 at 15
# torch: raises RuntimeError: One of the differentiated Tensors does not require grad
# fixed: moves critic[0]
import torch
from torch import nn

critic = nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(), nn.Linear(8, 1))
opt = torch.optim.Adam(critic.parameters())


def gradient_penalty(critic, real, fake):
    eps = torch.rand(real.size(0), 1)
    mixed = eps * real + (1 - eps) * fake
    score = critic(mixed)
    grad = torch.autograd.grad(score, mixed, grad_outputs=torch.ones_like(score), create_graph=True, retain_graph=True)[0]
    return ((grad.norm(2, dim=1) - 1) ** 2).mean()


for _ in range(2):
    real, fake = torch.randn(5, 4), torch.randn(5, 4)
    loss = critic(fake).mean() - critic(real).mean() + 10 * gradient_penalty(critic, real, fake)
    opt.zero_grad()
    loss.backward()
    opt.step()
