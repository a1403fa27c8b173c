# cause: step-before-backward
# finds: GS602 at 16
# torch: raises RuntimeError: modified by an inplace operation
# fixed: moves generator, critic
import torch
from torch import nn

generator = nn.Linear(2, 3)
critic = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 1))
train_g = torch.optim.Adam(generator.parameters())
train_c = torch.optim.Adam(critic.parameters())
for step in range(3):
    score = critic(generator(torch.rand(4, 2))).mean()
    train_c.zero_grad()
    score.backward(retain_graph=True)
    train_c.step()
    train_g.zero_grad()
    (-score).backward()
    train_g.step()
