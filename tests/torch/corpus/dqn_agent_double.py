# correct
from __future__ import annotations

import copy
from typing import NamedTuple

import numpy as np
import torch as th
from torch import nn
from torch.nn import functional as F


class Batch(NamedTuple):
    obs: th.Tensor
    actions: th.Tensor
    rewards: th.Tensor
    next_obs: th.Tensor
    dones: th.Tensor


class Buffer:
    def __init__(self, size: int, obs_dim: int):
        self.obs = np.zeros((size, obs_dim), dtype=np.float32)
        self.next_obs = np.zeros_like(self.obs)
        self.actions, self.rewards, self.dones = (np.zeros(size, dtype=d) for d in (np.int64, np.float32, np.float32))
        self.pos, self.size, self.full = 0, size, False

    def add(self, obs, action, reward, next_obs, done):
        i = self.pos
        self.obs[i], self.actions[i], self.rewards[i], self.next_obs[i], self.dones[i] = obs, action, reward, next_obs, done
        self.pos = (i + 1) % self.size
        self.full |= self.pos == 0

    def sample(self, n: int) -> Batch:
        ids = np.random.randint(0, self.size if self.full else self.pos, n)
        columns = (self.obs, self.actions, self.rewards, self.next_obs, self.dones)
        return Batch(*(th.as_tensor(c[ids]) for c in columns))


class DuelingQ(nn.Module):
    def __init__(self, obs_dim: int, actions: int):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(obs_dim, 16), nn.ReLU())
        self.value, self.advantage = nn.Linear(16, 1), nn.Linear(16, actions)

    def forward(self, obs):
        h = self.body(obs)
        a = self.advantage(h)
        return self.value(h) + a - a.mean(dim=1, keepdim=True)


class Agent:
    def __init__(self, obs_dim=3, actions=2, gamma=0.9, sync_every=4):
        self.q = DuelingQ(obs_dim, actions)
        self.target = copy.deepcopy(self.q).eval()
        self.optimizer = th.optim.Adam(self.q.parameters(), lr=1e-3)
        self.gamma, self.sync_every, self.updates, self.epsilon = gamma, sync_every, 0, 1.0

    @th.no_grad()
    def act(self, obs: np.ndarray) -> int:
        if np.random.rand() < self.epsilon:
            return int(np.random.randint(2))
        return int(self.q(th.from_numpy(obs).unsqueeze(0)).argmax(1))

    def update(self, batch: Batch) -> float:
        with th.no_grad():
            best = self.q(batch.next_obs).argmax(1, keepdim=True)
            next_q = self.target(batch.next_obs).gather(1, best).squeeze(1)
            target = batch.rewards + self.gamma * (1 - batch.dones) * next_q
        current = self.q(batch.obs).gather(1, batch.actions.unsqueeze(1)).squeeze(1)
        td_error = current - target
        loss = F.huber_loss(current, target)
        self.optimizer.zero_grad()
        loss.backward()
        for p in self.q.parameters():
            p.grad.data.clamp_(-1, 1)
        self.optimizer.step()
        self.updates += 1
        self.epsilon *= 0.95
        if self.updates % self.sync_every == 0:
            self.target.load_state_dict(self.q.state_dict())
        self.priorities = td_error.abs().detach().numpy()
        return loss.item()


np.random.seed(0)
agent, buffer = Agent(), Buffer(64, 3)
obs = np.zeros(3, dtype=np.float32)
for t in range(24):
    action = agent.act(obs)
    next_obs = np.random.randn(3).astype(np.float32)
    buffer.add(obs, action, float(next_obs[0] > 0), next_obs, t % 8 == 7)
    obs = next_obs
    if t >= 8:
        loss = agent.update(buffer.sample(8))
print(agent.updates, loss, agent.priorities.shape)
