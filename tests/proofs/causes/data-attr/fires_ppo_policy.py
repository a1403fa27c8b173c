# finds: GS302 at 35
# torch: stays ppo.policy.actor[0].weight; moves ppo.policy.critic
# fixed: moves ppo.policy
import torch
import torch.nn as nn
from torch.distributions import Normal


class Memory:
    def __init__(self):
        self.states, self.actions, self.logprobs, self.rewards = [], [], [], []

    def clear(self):
        for each in (self.states, self.actions, self.logprobs, self.rewards):
            each.clear()


class ActorCritic(nn.Module):
    def __init__(self, s=3, a=1):
        super().__init__()
        self.actor = nn.Sequential(nn.Linear(s, 16), nn.Tanh(), nn.Linear(16, a))
        self.critic = nn.Sequential(nn.Linear(s, 16), nn.Tanh(), nn.Linear(16, 1))
        self.log_std = nn.Parameter(torch.zeros(a))

    def act(self, state, memory):
        with torch.no_grad():
            dist = Normal(self.actor(state), self.log_std.exp())
            action = dist.sample()
            memory.logprobs.append(dist.log_prob(action).sum(-1))
        memory.states.append(state)
        memory.actions.append(action)
        return action

    def evaluate(self, states, actions):
        dist = Normal(self.actor(states).data, self.log_std.exp())
        return dist.log_prob(actions).sum(-1), self.critic(states).squeeze(-1), dist.entropy().sum(-1)


class PPO:
    def __init__(self, lr=3e-4, gamma=0.99, k_epochs=2, eps_clip=0.2):
        self.gamma, self.k_epochs, self.eps_clip = gamma, k_epochs, eps_clip
        self.policy = ActorCritic()
        self.optimizer = torch.optim.Adam(self.policy.parameters(), lr=lr)
        self.mse = nn.MSELoss()

    def update(self, memory):
        rewards, running = [], 0.0
        for r in reversed(memory.rewards):
            running = r + self.gamma * running
            rewards.insert(0, running)
        rewards = torch.tensor(rewards)
        old_states, old_actions = torch.stack(memory.states), torch.stack(memory.actions)
        old_logprobs = torch.stack(memory.logprobs)
        for _ in range(self.k_epochs):
            logprobs, values, entropy = self.policy.evaluate(old_states, old_actions)
            ratios = torch.exp(logprobs - old_logprobs.detach())
            advantages = rewards - values.detach()
            surr1, surr2 = ratios * advantages, torch.clamp(ratios, 1 - self.eps_clip, 1 + self.eps_clip) * advantages
            loss = -torch.min(surr1, surr2) + 0.5 * self.mse(values, rewards) - 0.01 * entropy
            self.optimizer.zero_grad()
            loss.mean().backward()
            self.optimizer.step()


memory, ppo = Memory(), PPO()
for episode in range(2):
    for t in range(6):
        ppo.policy.act(torch.randn(3), memory)
        memory.rewards.append(float(t))
    ppo.update(memory)
    memory.clear()
