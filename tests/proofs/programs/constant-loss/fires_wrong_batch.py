# cause: loss-not-from-model
# finds: GS313 at 17
# torch: gets critic; stays generator.weight; lacks generator.weight
# no fix: GS313
import torch
from torch import nn

generator, critic = nn.Linear(3, 6), nn.Linear(6, 1)
train_g, train_c = torch.optim.Adam(generator.parameters()), torch.optim.Adam(critic.parameters())
for real in torch.rand(3, 4, 6):
    fake = generator(torch.rand(4, 3))
    train_c.zero_grad()
    (critic(fake.detach()).mean() - critic(real).mean()).backward()
    train_c.step()
    train_g.zero_grad()
    loss_g = -critic(real).mean()
    loss_g.backward()
    train_g.step()
