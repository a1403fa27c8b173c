# correct
import torch as th
import torch.nn as nn
from torch.autograd import grad


class Critic(nn.Module):
    def __init__(self, dim: int, hidden: int = 24) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(dim, hidden), nn.LeakyReLU(0.2), nn.Linear(hidden, hidden), nn.LeakyReLU(0.2))
        self.out = nn.Linear(hidden, 1)

    def forward(self, x):
        return self.out(self.body(x)).squeeze(-1)


def gradient_penalty(critic, real, fake, weight=10.0):
    alpha = th.rand(real.size(0), 1)
    mixed = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
    score = critic(mixed)
    gradients = grad(
        outputs=score,
        inputs=mixed,
        grad_outputs=th.ones_like(score),
        create_graph=True,
        retain_graph=True,
    )[0]
    norms = gradients.view(gradients.size(0), -1).norm(2, dim=1)
    return weight * ((norms - 1) ** 2).mean()


G = nn.Sequential(nn.Linear(4, 24), nn.ReLU(), nn.Linear(24, 6))
D = Critic(6)
d_opt = th.optim.RMSprop(D.parameters(), lr=5e-4)
g_opt = th.optim.RMSprop(G.parameters(), lr=5e-4)
n_critic = 3

for it in range(2):
    for _ in range(n_critic):
        real = th.randn(10, 6) + 2
        with th.no_grad():
            fake = G(th.randn(10, 4))
        d_loss = D(fake).mean() - D(real).mean() + gradient_penalty(D, real, fake)
        d_opt.zero_grad()
        d_loss.backward()
        d_opt.step()

    for p in D.parameters():
        p.requires_grad_(False)
    g_loss = -D(G(th.randn(10, 4))).mean()
    g_opt.zero_grad()
    g_loss.backward()
    g_opt.step()
    for p in D.parameters():
        p.requires_grad_(True)

    print(it, float(d_loss), float(g_loss))
