# finds: GS203 at 63
# torch: stays policy.fc1.weight; lacks policy.fc2.weight
# fixed: moves policy
import random
from collections import deque

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.distributions import Categorical


class Env:
    def reset(self):
        self.t = 0
        return torch.rand(4)

    def step(self, a):
        self.t += 1
        return torch.rand(4), random.random(), self.t >= 5, {}


class Policy(nn.Module):
    def __init__(self, s_size=4, h_size=16, a_size=2):
        super().__init__()
        self.fc1 = nn.Linear(s_size, h_size)
        self.fc2 = nn.Linear(h_size, a_size)

    def forward(self, x):
        x = F.relu(self.fc1(x))
        return F.softmax(self.fc2(x), dim=1)

    def act(self, state):
        probs = self.forward(state.unsqueeze(0))
        m = Categorical(probs)
        action = m.sample()
        return action.item(), m.log_prob(action)


def reinforce(policy, optimizer, env, n_episodes=3, max_t=10, gamma=0.99):
    scores_deque = deque(maxlen=100)
    for i_episode in range(1, n_episodes + 1):
        saved_log_probs, rewards = [], []
        state = env.reset()
        for t in range(max_t):
            action, log_prob = policy.act(state)
            saved_log_probs.append(log_prob)
            state, reward, done, _ = env.step(action)
            rewards.append(reward)
            if done:
                break
        scores_deque.append(sum(rewards))
        returns = deque(maxlen=max_t)
        for t in range(len(rewards))[::-1]:
            disc_return_t = returns[0] if len(returns) > 0 else 0
            returns.appendleft(gamma * disc_return_t + rewards[t])
        returns = torch.tensor(returns)
        returns = (returns - returns.mean()) / (returns.std() + 1e-8)
        policy_loss = []
        for log_prob, disc_return in zip(saved_log_probs, returns):
            policy_loss.append(-log_prob * disc_return)
        policy_loss = torch.tensor(policy_loss, requires_grad=True).sum()
        optimizer.zero_grad()
        policy_loss.backward()
        optimizer.step()
    return scores_deque


policy = Policy()
optimizer = optim.Adam(policy.parameters(), lr=1e-2)
scores = reinforce(policy, optimizer, Env())
