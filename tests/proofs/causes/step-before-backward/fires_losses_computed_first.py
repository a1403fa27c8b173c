# finds: GS602 at 22
# torch: raises RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation
# fixed: moves actor; moves critic
"""The actor's loss is computed before the critic's step, and walked after it."""
import torch
from torch import nn
import torch.nn.functional as F

actor = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1), nn.Tanh())
critic = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 1))
opt_a = torch.optim.Adam(actor.parameters(), lr=1e-3)
opt_c = torch.optim.Adam(critic.parameters(), lr=1e-3)


def update(batch):
    s, a, r = batch
    q = critic(torch.cat([s, a], -1)).squeeze(-1)
    critic_loss = F.mse_loss(q, r)
    actor_loss = -critic(torch.cat([s, actor(s)], -1)).mean()
    opt_c.zero_grad()
    critic_loss.backward()
    opt_c.step()
    opt_a.zero_grad()
    actor_loss.backward()
    opt_a.step()


for _ in range(3):
    update((torch.randn(6, 3), torch.randn(6, 1), torch.randn(6)))
