# finds: GS301 at 25
"""Actor-critic in which the critic's own loss uses the detached value."""
import torch
from torch import nn
from torch.distributions import Categorical

torch.manual_seed(0)
actor = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 2))
critic = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))
actor_opt = torch.optim.Adam(actor.parameters(), lr=1e-3)
critic_opt = torch.optim.Adam(critic.parameters(), lr=1e-3)


def rollout(steps=8):
    states = torch.randn(steps, 4)
    rewards = states[:, 0].sign()
    returns = torch.flip(torch.cumsum(torch.flip(rewards, [0]), 0), [0])
    return states, returns


for episode in range(3):
    states, returns = rollout()
    dist = Categorical(logits=actor(states))
    actions = dist.sample()
    values = critic(states).squeeze(-1).detach()
    advantage = returns - values

    actor_loss = -(dist.log_prob(actions) * advantage).mean()
    critic_loss = advantage.pow(2).mean()
    loss = actor_loss + 0.5 * critic_loss

    actor_opt.zero_grad()
    critic_opt.zero_grad()
    loss.backward()
    actor_opt.step()
    critic_opt.step()
    print(episode, actor_loss.item(), critic_loss.item())
