# correct
"""Proximal policy optimisation on one batch of rollouts."""
from dataclasses import dataclass

import torch
import torch.nn as nn
from torch.distributions import Normal


@dataclass
class Config:
    obs_dim: int = 3
    act_dim: int = 1
    hidden: int = 16
    epochs: int = 3
    minibatch: int = 8
    clip: float = 0.2
    vf_coef: float = 0.5
    ent_coef: float = 0.01
    gamma: float = 0.99
    lam: float = 0.95


class ActorCritic(nn.Module):
    def __init__(self, cfg: Config):
        super().__init__()
        self.pi = nn.Sequential(nn.Linear(cfg.obs_dim, cfg.hidden), nn.Tanh(), nn.Linear(cfg.hidden, cfg.act_dim))
        self.v = nn.Sequential(nn.Linear(cfg.obs_dim, cfg.hidden), nn.Tanh(), nn.Linear(cfg.hidden, 1))
        self.log_std = nn.Parameter(-0.5 * torch.ones(cfg.act_dim))

    def dist(self, obs):
        return Normal(self.pi(obs), self.log_std.exp())

    @torch.no_grad()
    def act(self, obs):
        dist = self.dist(obs)
        action = dist.sample()
        return action, dist.log_prob(action).sum(-1), self.v(obs).squeeze(-1)


def gae(rewards, values, last_value, cfg):
    advantages = torch.zeros_like(rewards)
    running = 0.0
    for t in reversed(range(len(rewards))):
        following = last_value if t == len(rewards) - 1 else values[t + 1]
        delta = rewards[t] + cfg.gamma * following - values[t]
        running = delta + cfg.gamma * cfg.lam * running
        advantages[t] = running
    return advantages, advantages + values


cfg = Config()
ac = ActorCritic(cfg)
opt = torch.optim.Adam(ac.parameters(), lr=3e-4, eps=1e-5)

obs = torch.randn(24, cfg.obs_dim)
actions, old_logp, values = ac.act(obs)
rewards = -(actions.squeeze(-1) - obs[:, 0]).pow(2)
advantages, returns = gae(rewards, values, torch.tensor(0.0), cfg)
advantages = (advantages - advantages.mean()) / (advantages.std() + 1e-8)

for epoch in range(cfg.epochs):
    order = torch.randperm(len(obs))
    for idx in order.split(cfg.minibatch):
        dist = ac.dist(obs[idx])
        logp = dist.log_prob(actions[idx]).sum(-1)
        ratio = (logp - old_logp[idx]).exp()
        clipped = ratio.clamp(1 - cfg.clip, 1 + cfg.clip) * advantages[idx]
        policy_loss = -torch.min(ratio * advantages[idx], clipped).mean()
        value_loss = (ac.v(obs[idx]).squeeze(-1) - returns[idx]).pow(2).mean()
        loss = policy_loss + cfg.vf_coef * value_loss - cfg.ent_coef * dist.entropy().mean()
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(ac.parameters(), 0.5)
        opt.step()
        with torch.no_grad():
            approx_kl = (old_logp[idx] - logp).mean().item()
    print(epoch, loss.item(), approx_kl)
