# finds: GS201 at 43
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves gen; moves disc
"""A GAN; the fakes of the generator's step are those of the critic's step, which were detached."""
import torch
from torch import nn

gen = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
disc = nn.Sequential(nn.Linear(2, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
opt_g = torch.optim.RMSprop(gen.parameters(), lr=5e-5)
opt_d = torch.optim.RMSprop(disc.parameters(), lr=5e-5)


def set_requires_grad(nets, requires_grad=False):
    if not isinstance(nets, list):
        nets = [nets]
    for net in nets:
        if net is not None:
            for param in net.parameters():
                param.requires_grad = requires_grad


def critic_step(real, fake):
    set_requires_grad(disc, True)
    opt_d.zero_grad()
    loss = disc(fake).mean() - disc(real).mean()
    loss.backward()
    opt_d.step()
    with torch.no_grad():
        for p in disc.parameters():
            p.clamp_(-0.01, 0.01)
    return loss.item()


for it in range(3):
    real = torch.randn(8, 2)
    z = torch.randn(8, 4)
    fake = gen(z).detach()
    d_loss = critic_step(real, fake)
    set_requires_grad(disc, False)
    opt_g.zero_grad()
    g_loss = -disc(fake).mean()
    g_loss.backward()
    opt_g.step()
    print(it, d_loss, g_loss.item())
