# correct
"""Actor-critic with a vectorised environment, GAE, entropy, PopArt, running statistics; classes with slots and enums."""
import enum
from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import torch
import torch.nn as nn
from torch.distributions import Categorical, Independent, Normal


class Space(enum.Enum):
    DISCRETE = enum.auto()
    BOX = enum.auto()

    def head(self, width, n):
        return DiscreteHead(width, n) if self is Space.DISCRETE else GaussianHead(width, n)


class Env:
    def __init__(self, n, dim, seed=0):
        self.n, self.dim = n, dim
        self.rng = np.random.default_rng(seed)

    def reset(self):
        self.t = 0
        return self.rng.standard_normal((self.n, self.dim)).astype(np.float32)

    def step(self, action):
        self.t += 1
        obs = self.rng.standard_normal((self.n, self.dim)).astype(np.float32)
        return obs, np.ones(self.n, dtype=np.float32), np.full(self.n, self.t % 5 == 0), {}


class DiscreteHead(nn.Module):
    def __init__(self, width, n):
        super().__init__()
        self.out = nn.Linear(width, n)

    def forward(self, h):
        return Categorical(logits=self.out(h))


class GaussianHead(nn.Module):
    def __init__(self, width, n):
        super().__init__()
        self.mu, self.log_std = nn.Linear(width, n), nn.Parameter(torch.zeros(n))

    def forward(self, h):
        return Independent(Normal(self.mu(h), self.log_std.exp().expand(h.shape[0], -1)), 1)


class RunningMean(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.register_buffer("mean", torch.zeros(dim))
        self.register_buffer("count", torch.tensor(1e-4))

    @torch.no_grad()
    def update(self, x):
        n = x.shape[0]
        self.count += n
        self.mean += (x.mean(0) - self.mean) * n / self.count

    def forward(self, x):
        if self.training:
            self.update(x)
        return x - self.mean


class Policy(nn.Module):
    def __init__(self, dim, n, space, width=16):
        super().__init__()
        self.norm = RunningMean(dim)
        self.body = nn.Sequential(nn.Linear(dim, width), nn.Tanh())
        self.head = space.head(width, n)
        self.value = nn.Linear(width, 1)

    def forward(self, obs):
        h = self.body(self.norm(obs))
        return self.head(h), self.value(h).squeeze(-1)

    @torch.inference_mode()
    def act(self, obs):
        dist, value = self(torch.as_tensor(obs))
        action = dist.sample()
        return action, dist.log_prob(action), value


class Sample(NamedTuple):
    obs: torch.Tensor
    action: torch.Tensor
    logp: torch.Tensor
    adv: torch.Tensor
    ret: torch.Tensor


@dataclass
class Rollout:
    gamma: float = 0.99
    lam: float = 0.95

    def __post_init__(self):
        self.rows = []

    def add(self, **row):
        self.rows.append({k: torch.as_tensor(v) for k, v in row.items()})

    @cached_property
    def stacked(self):
        return {k: torch.stack([row[k] for row in self.rows]) for k in self.rows[0]}

    def advantages(self, last):
        rewards, values, dones = (self.stacked[k].float() for k in ("reward", "value", "done"))
        adv, out = torch.zeros_like(last), []
        for t in reversed(range(len(rewards))):
            following = last if t == len(rewards) - 1 else values[t + 1]
            delta = rewards[t] + self.gamma * following * (1 - dones[t]) - values[t]
            adv = delta + self.gamma * self.lam * (1 - dones[t]) * adv
            out.insert(0, adv)
        return torch.stack(out)

    def minibatches(self, last, size):
        adv = self.advantages(last)
        ret = adv + self.stacked["value"]
        flat = Sample(*(x.flatten(0, 1).clone() for x in (self.stacked["obs"], self.stacked["action"], self.stacked["logp"], adv, ret)))
        for index in torch.randperm(len(flat.adv)).split(size):
            yield Sample(*(x[index] for x in flat))


def losses(policy, batch, clip=0.2):
    dist, value = policy(batch.obs)
    ratio = (dist.log_prob(batch.action) - batch.logp).exp()
    adv = (batch.adv - batch.adv.mean()) / (batch.adv.std() + 1e-8)
    actor = -torch.min(ratio * adv, ratio.clamp(1 - clip, 1 + clip) * adv).mean()
    critic = 0.5 * (value - batch.ret).pow(2).mean()
    return {"actor": actor, "critic": critic, "entropy": -0.01 * dist.entropy().mean()}


torch.manual_seed(0)
scores = deque(maxlen=10)
for space in Space:
    env = Env(4, 3)
    policy = Policy(3, 2, space)
    optimizer = torch.optim.Adam(policy.parameters(), lr=3e-4)
    obs = env.reset()
    for update in range(2):
        rollout = Rollout()
        for _ in range(5):
            action, logp, value = policy.act(obs)
            new_obs, reward, done, _ = env.step(action.cpu().numpy())
            rollout.add(obs=obs, action=action, logp=logp, value=value, reward=reward, done=done)
            obs = new_obs
            scores.extend(reward.tolist())
        _, _, last = policy.act(obs)
        for batch in rollout.minibatches(last, 10):
            parts = losses(policy, batch)
            loss = sum(parts.values())
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(policy.parameters(), 0.5)
            optimizer.step()
    weight = policy.body[0].weight
    actor = parts["actor"]
    dist, final = policy(torch.as_tensor(obs))
    entropy = dist.entropy()
    mean = policy.norm.mean
actor, final, entropy, mean
