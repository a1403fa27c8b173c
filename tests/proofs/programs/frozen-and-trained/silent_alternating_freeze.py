# torch: moves generator, critic
import torch
from torch import nn

generator, critic = nn.Linear(2, 5), nn.Linear(5, 1)
train_g = torch.optim.Adam(generator.parameters(), lr=1e-2)
train_c = torch.optim.Adam(critic.parameters(), lr=1e-2)
for step in range(3):
    critic.requires_grad_(True)
    train_c.zero_grad()
    critic(generator(torch.rand(4, 2)).detach()).mean().backward()
    train_c.step()
    critic.requires_grad_(False)
    train_g.zero_grad()
    critic(generator(torch.rand(4, 2))).mean().backward()
    train_g.step()
