# torch: moves actor, critic
import torch
from torch import nn

actor, critic = nn.Linear(4, 2), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*actor.parameters(), *critic.parameters()], lr=0.1)
for step in range(4):
    x = torch.rand(3, 4)
    optimizer.zero_grad()
    if step % 2:
        actor(x).pow(2).mean().backward()
    else:
        critic(x).pow(2).mean().backward()
    optimizer.step()
