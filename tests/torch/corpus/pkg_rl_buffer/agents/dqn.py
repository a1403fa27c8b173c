import copy
import random

import torch
from torch import nn
from torch.nn.functional import smooth_l1_loss


class Agent:
    def __init__(self, states, actions, gamma=0.95, tau=0.05):
        self.online = nn.Sequential(nn.Linear(states, 16), nn.ReLU(), nn.Linear(16, actions))
        self.target = copy.deepcopy(self.online).requires_grad_(False)
        self.optimizer = torch.optim.RMSprop(self.online.parameters(), lr=1e-3)
        self.gamma, self.tau, self.actions = gamma, tau, actions

    def act(self, state, epsilon):
        if random.random() < epsilon:
            return random.randrange(self.actions)
        with torch.no_grad():
            return self.online(state).argmax().item()

    def learn(self, batch):
        states, actions, rewards, following, done = batch
        values = self.online(states).gather(1, actions).squeeze(1)
        with torch.no_grad():
            best = self.online(following).argmax(dim=1, keepdim=True)
            bootstrap = self.target(following).gather(1, best).squeeze(1)
            wanted = rewards + self.gamma * (1 - done) * bootstrap
        loss = smooth_l1_loss(values, wanted)
        self.optimizer.zero_grad()
        loss.backward()
        for p in self.online.parameters():
            p.grad.clamp_(-1, 1)
        self.optimizer.step()
        self._follow()
        return loss.item()

    @torch.no_grad()
    def _follow(self):
        for target, online in zip(self.target.parameters(), self.online.parameters()):
            target.lerp_(online, self.tau)
