# cause: step-before-backward
# finds: GS602 at 18
# torch: raises RuntimeError: modified by an inplace operation
# fixed: moves actor, critic
import torch
import torch.nn.functional as F
from torch import nn

actor, critic = nn.Linear(3, 2), nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 1))
actor_optimizer = torch.optim.Adam(actor.parameters())
critic_optimizer = torch.optim.Adam(critic.parameters())
state, reward = torch.rand(16, 3), torch.rand(16, 1)
value = critic(actor(state).tanh())
critic_loss = F.mse_loss(value, reward)
actor_loss = -value.mean()
critic_optimizer.zero_grad()
critic_loss.backward(retain_graph=True)
critic_optimizer.step()
actor_optimizer.zero_grad()
actor_loss.backward()
actor_optimizer.step()
