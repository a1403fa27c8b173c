# cause: missing-create-graph
# finds: GS208 at 13
# torch: moves critic[0]
# fixed: moves critic[0]; holds penalty.requires_grad
import torch
from torch import nn

critic = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(critic.parameters())
for step in range(3):
    real, fake = torch.rand(4, 2), torch.rand(4, 2)
    mixed = (real + 0.3 * (fake - real)).requires_grad_()
    (slope,) = torch.autograd.grad(critic(mixed).sum(), mixed)
    penalty = ((slope.norm(dim=1) - 1) ** 2).mean()
    loss = critic(fake).mean() - critic(real).mean() + 10 * penalty
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
