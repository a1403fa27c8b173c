from copy import deepcopy

import torch
from torch import nn, optim


def mlp(i, o, hidden, out=nn.Identity):
    return nn.Sequential(nn.Linear(i, hidden), nn.ReLU(), nn.Linear(hidden, o), out())


class Agent:
    def __init__(self, obs, act, everything, hidden):
        self.policy = mlp(obs, act, hidden, nn.Tanh)
        self.critic = mlp(everything, 1, hidden)
        self.target_policy = deepcopy(self.policy)
        self.target_critic = deepcopy(self.critic)
        self.policy_opt = optim.Adam(self.policy.parameters(), lr=1e-2)
        self.critic_opt = optim.Adam(self.critic.parameters(), lr=1e-2)
        self.noise = 0.3

    def step(self, obs, explore=False):
        with torch.no_grad():
            action = self.policy(obs)
        if explore:
            action += self.noise * torch.randn_like(action)
        return action.clamp(-1, 1)
