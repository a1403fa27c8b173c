import torch
from torch import nn
from torch.distributions import Categorical


def layer(inputs, outputs, gain=2**0.5):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.constant_(linear.bias, 0.0)
    return linear


class ActorCritic(nn.Module):
    def __init__(self, observations, actions, width=16):
        super().__init__()
        self.trunk = nn.Sequential(layer(observations, width), nn.Tanh())
        self.actor = layer(width, actions, gain=0.01)
        self.critic = layer(width, 1, gain=1.0)

    def forward(self, obs):
        h = self.trunk(obs)
        return Categorical(logits=self.actor(h)), self.critic(h).squeeze(-1)

    @torch.no_grad()
    def act(self, obs):
        dist, value = self(obs)
        action = dist.sample()
        return action, dist.log_prob(action), value
