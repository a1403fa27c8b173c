# correct
"""A loop like gym's: `reset`, `step`, rewards that are numbers, returns as tensors, a critic that is detached."""

import random

import torch
import torch.nn as nn
from torch.distributions import Categorical

torch.manual_seed(0)
random.seed(0)


class Env:
    def reset(self):
        self.left = 3
        return [random.random() for _ in range(4)], {}

    def step(self, action):
        self.left -= 1
        return [random.random() for _ in range(4)], 1.0 if action == 0 else 0.0, self.left == 0, False, {}


class ActorCritic(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(4, 8)
        self.actor = nn.Linear(8, 2)
        self.critic = nn.Linear(8, 1)

    def forward(self, state):
        hidden = torch.relu(self.body(state))
        return Categorical(logits=self.actor(hidden)), self.critic(hidden)


env, policy = Env(), ActorCritic()
optimizer = torch.optim.Adam(policy.parameters(), lr=1e-2)
for episode in range(2):
    observation, _ = env.reset()
    done, log_probs, values, rewards = False, [], [], []
    while not done:
        state = torch.as_tensor(observation, dtype=torch.float32)
        distribution, value = policy(state)
        action = distribution.sample()
        observation, reward, terminated, truncated, _ = env.step(action.item())
        done = terminated or truncated
        log_probs.append(distribution.log_prob(action))
        values.append(value.squeeze())
        rewards.append(reward)
    returns, total = [], 0.0
    for reward in reversed(rewards):
        total = reward + 0.99 * total
        returns.insert(0, total)
    returns = torch.tensor(returns)
    returns = (returns - returns.mean()) / (returns.std() + 1e-8)
    values = torch.stack(values)
    advantage = returns - values
    actor_loss = -(torch.stack(log_probs) * advantage.detach()).mean()
    critic_loss = advantage.pow(2).mean()
    loss = actor_loss + 0.5 * critic_loss
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
