# cause: detach-in-path
# torch: moves generator.weight, critic.weight
import torch
from torch import nn

generator, critic = nn.Linear(3, 6), nn.Linear(6, 1)
train_g, train_c = torch.optim.Adam(generator.parameters()), torch.optim.Adam(critic.parameters())
for step in range(3):
    fake = generator(torch.rand(4, 3))
    train_c.zero_grad()
    (critic(fake.detach()).mean() - critic(torch.rand(4, 6)).mean()).backward()
    train_c.step()
    train_g.zero_grad()
    (-critic(fake).mean()).backward()
    train_g.step()
