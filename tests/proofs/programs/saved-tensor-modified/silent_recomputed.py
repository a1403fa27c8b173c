# cause: step-before-backward
# torch: moves generator, critic
import torch
from torch import nn

generator, critic = nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
train_g = torch.optim.Adam(generator.parameters())
train_c = torch.optim.Adam(critic.parameters())
for step in range(3):
    fake = generator(torch.rand(4, 2))
    train_c.zero_grad()
    critic(fake.detach()).mean().backward()
    train_c.step()
    train_g.zero_grad()
    (-critic(fake)).mean().backward()
    train_g.step()
