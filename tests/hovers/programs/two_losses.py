import torch
from torch import nn

generator, critic = nn.Linear(2, 4), nn.Linear(4, 1)
train_g = torch.optim.Adam(generator.parameters())
train_c = torch.optim.Adam(critic.parameters())
for real in torch.rand(3, 5, 4):
    fake = generator(torch.rand(5, 2))
    train_c.zero_grad()
    (critic(fake.detach()).mean() - critic(real).mean()).backward()
    train_c.step()
    train_g.zero_grad()
    (-critic(fake).mean()).backward()
    train_g.step()
# ask
generator
critic
train_g
train_c
generator.weight.grad
critic.bias.grad
