from __future__ import annotations

from typing import TYPE_CHECKING, Iterable

import torch
from torch import nn, optim
from torch.distributions import kl_divergence

from networks import Actor, WorldModel, mlp

if TYPE_CHECKING:
    from configs import Config


class FreezeParameters:
    def __init__(self, modules: Iterable[nn.Module]):
        self.modules = modules
        self.param_states = [p.requires_grad for m in modules for p in m.parameters()]

    def __enter__(self):
        for module in self.modules:
            for param in module.parameters():
                param.requires_grad = False

    def __exit__(self, exc_type, exc_val, exc_tb):
        i = 0
        for module in self.modules:
            for param in module.parameters():
                param.requires_grad = self.param_states[i]
                i += 1


class Dreamer:
    def __init__(self, config: Config):
        self.config = config
        self.world, self.actor, self.value = WorldModel(config), Actor(config), mlp(2 * config.state, 1)
        self.optims = {
            "world": optim.Adam(self.world.parameters(), lr=1e-3),
            "actor": optim.Adam(self.actor.parameters(), lr=1e-3),
            "value": optim.Adam(self.value.parameters(), lr=1e-3),
        }

    def train_step(self, obs, act, rew):
        loss, states = self.world_loss(obs, act, rew)
        self._step("world", self.world, loss)
        with torch.no_grad():
            start = [s.detach() for s in states[-1]]
        with FreezeParameters([self.world, self.value]):
            features, entropy = self.rollout(start)
            rewards = self.world.reward(features).squeeze(-1)
            values = self.value(features).squeeze(-1)
        returns = self.lambda_return(rewards, values)
        actor_loss = -(returns.mean() + 1e-3 * entropy.mean())
        self._step("actor", self.actor, actor_loss)
        with torch.no_grad():
            target = returns.detach()
            features = features.detach()
        value_loss = (self.value(features[:-1]).squeeze(-1) - target).pow(2).mean()
        self._step("value", self.value, value_loss)
        return {"world": loss.item(), "actor": actor_loss.item(), "value": value_loss.item()}

    def world_loss(self, obs, act, rew):
        state, states, total = self.world.initial(obs.shape[1]), [], 0.0
        w = self.config.losses
        for t in range(obs.shape[0]):
            state, prior, post = self.world.observe(state, act[t], obs[t])
            states.append(state)
            feature = self.world.feature(state)
            recon = (self.world.decoder(feature) - obs[t]).pow(2).mean()
            reward = (self.world.reward(feature).squeeze(-1) - rew[t]).pow(2).mean()
            total = total + recon + w.reward * reward + w.kl * kl_divergence(post, prior).mean()
        return total / obs.shape[0], states

    def rollout(self, state):
        features, entropies = [], []
        for _ in range(self.config.horizon):
            feature = self.world.feature(state)
            action, entropy = self.actor(feature.detach())
            state, _ = self.world.imagine(state, action)
            features.append(self.world.feature(state))
            entropies.append(entropy)
        return torch.stack(features), torch.stack(entropies)

    def lambda_return(self, rewards, values, lam=0.95):
        last = values[-1]
        outputs = []
        for t in reversed(range(rewards.shape[0] - 1)):
            inputs = rewards[t] + self.config.discount * values[t + 1] * (1 - lam)
            last = inputs + self.config.discount * lam * last
            outputs.append(last)
        return torch.stack(list(reversed(outputs)))

    def _step(self, name, module, loss):
        self.optims[name].zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(module.parameters(), 100.0)
        self.optims[name].step()
