# correct
"""REINFORCE with a learned baseline: the advantage is a number to the policy, the return a target to the baseline."""

import argparse

import torch
from torch import nn
from torch.distributions import Categorical
from torch.nn import functional as F


class Corridor:
    """Walk to the right end; each step costs a little."""

    def __init__(self, length: int):
        self.length, self.position = length, 0

    def reset(self) -> torch.Tensor:
        self.position = 0
        return self._state()

    def step(self, action: int) -> tuple[torch.Tensor, float, bool]:
        self.position = max(0, self.position + (1 if action == 1 else -1))
        done = self.position >= self.length
        return self._state(), 1.0 if done else -0.1, done

    def _state(self) -> torch.Tensor:
        return torch.tensor([self.position / self.length, 1.0])


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))

    def forward(self, state: torch.Tensor) -> Categorical:
        return Categorical(logits=self.net(state))


def play(env: Corridor, policy: Policy, most: int):
    states, log_probs, rewards, entropies = [], [], [], []
    state, done = env.reset(), False
    while not done and len(rewards) < most:
        choice = policy(state)
        action = choice.sample()
        states.append(state)
        log_probs.append(choice.log_prob(action))
        entropies.append(choice.entropy())
        state, reward, done = env.step(action.item())
        rewards.append(reward)
    return torch.stack(states), torch.stack(log_probs), rewards, torch.stack(entropies)


def returns(rewards: list[float], gamma: float) -> torch.Tensor:
    total, result = 0.0, []
    for reward in reversed(rewards):
        total = reward + gamma * total
        result.insert(0, total)
    return torch.tensor(result)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--episodes", type=int, default=5)
    parser.add_argument("--gamma", type=float, default=0.95)
    args = parser.parse_args([])
    torch.manual_seed(0)
    env, policy, baseline = Corridor(4), Policy(), nn.Linear(2, 1)
    train_policy = torch.optim.Adam(policy.parameters(), lr=0.02)
    train_baseline = torch.optim.Adam(baseline.parameters(), lr=0.05)
    average = 0.0
    for episode in range(args.episodes):
        states, log_probs, rewards, entropies = play(env, policy, 12)
        targets = returns(rewards, args.gamma)
        values = baseline(states).squeeze(-1)
        advantages = targets - values.detach()
        advantages = (advantages - advantages.mean()) / (advantages.std(unbiased=False) + 1e-6)
        loss = -(log_probs * advantages).sum() - 0.01 * entropies.mean()
        train_policy.zero_grad()
        loss.backward()
        train_policy.step()
        value_loss = F.smooth_l1_loss(values, targets)
        train_baseline.zero_grad()
        value_loss.backward()
        train_baseline.step()
        average = 0.9 * average + 0.1 * sum(rewards)
        print(f"{episode}: {average:.2f} {loss.item():.2f} {value_loss.item():.2f}")


main()
