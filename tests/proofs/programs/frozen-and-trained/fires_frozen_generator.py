# cause: frozen-params
# finds: GS507 at 10
# torch: gets critic; stays generator.weight
# fixed: gets critic; moves generator
import torch
from torch import nn

generator, critic = nn.Linear(2, 5), nn.Linear(5, 1)
for p in generator.parameters():
    p.requires_grad = False
train_g = torch.optim.Adam(generator.parameters(), lr=1e-2)
train_c = torch.optim.Adam(critic.parameters(), lr=1e-2)
for step in range(3):
    train_c.zero_grad()
    (critic(torch.rand(4, 5)).mean() - critic(generator(torch.rand(4, 2))).mean()).backward()
    train_c.step()
    train_g.zero_grad()
    critic(generator(torch.rand(4, 2))).mean().backward()
    train_g.step()
