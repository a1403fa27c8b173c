# cause: backward-twice
# finds: GS205 at 18
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves generator, critic
import torch
from torch import nn

generator, critic, bce = nn.Linear(2, 2), nn.Linear(2, 1), nn.BCEWithLogitsLoss()
train_g, train_c = torch.optim.Adam(generator.parameters()), torch.optim.Adam(critic.parameters())
for step in range(2):
    fake = generator(torch.randn(8, 2))
    loss_c = bce(critic(torch.randn(8, 2)), torch.ones(8, 1)) + bce(critic(fake), torch.zeros(8, 1))
    train_c.zero_grad()
    loss_c.backward()
    train_c.step()
    loss_g = bce(critic(fake), torch.ones(8, 1))
    train_g.zero_grad()
    loss_g.backward()
    train_g.step()
