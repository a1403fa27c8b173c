from dataclasses import dataclass

import torch
from torch.nn.utils import clip_grad_norm_


@dataclass
class Settings:
    gamma: float = 0.99
    lam: float = 0.95
    clip: float = 0.2
    entropy: float = 0.01
    epochs: int = 4
    minibatch: int = 16


def advantages(rewards, values, dones, last, gamma, lam):
    out, running = torch.zeros_like(rewards), 0.0
    following = torch.cat([values[1:], last.view(1)])
    for t in reversed(range(len(rewards))):
        alive = 1.0 - dones[t]
        delta = rewards[t] + gamma * following[t] * alive - values[t]
        running = delta + gamma * lam * alive * running
        out[t] = running
    return out


class PPO:
    def __init__(self, policy, settings):
        self.policy, self.settings = policy, settings
        self.optimizer = torch.optim.Adam(policy.parameters(), lr=3e-4, eps=1e-5)

    def update(self, steps, last):
        s = self.settings
        obs, action, logp, values = (torch.stack([step[key] for step in steps])
                                     for key in ("obs", "action", "logp", "value"))
        rewards = torch.tensor([step["reward"] for step in steps])
        dones = torch.tensor([float(step["done"]) for step in steps])
        gain = advantages(rewards, values, dones, last, s.gamma, s.lam)
        returns = gain + values
        gain = (gain - gain.mean()) / (gain.std() + 1e-8)
        for _ in range(s.epochs):
            for index in torch.randperm(len(steps)).split(s.minibatch):
                dist, value = self.policy(obs[index])
                ratio = (dist.log_prob(action[index]) - logp[index]).exp()
                bounded = ratio.clamp(1 - s.clip, 1 + s.clip)
                actor = -torch.min(ratio * gain[index], bounded * gain[index]).mean()
                critic = 0.5 * (returns[index] - value).pow(2).mean()
                entropy = dist.entropy().mean()
                loss = actor + critic - s.entropy * entropy
                self.optimizer.zero_grad()
                loss.backward()
                norm = clip_grad_norm_(self.policy.parameters(), 0.5)
                self.optimizer.step()
        return {"actor": actor.item(), "critic": critic.item(), "norm": float(norm)}
