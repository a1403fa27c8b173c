# finds: GS301 at 66
import argparse, sys
import torch
from torch import nn
from torch.distributions import Categorical


class Agent(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.critic = nn.Sequential(nn.Linear(obs, 8), nn.Tanh(), nn.Linear(8, 1))
        self.actor = nn.Sequential(nn.Linear(obs, 8), nn.Tanh(), nn.Linear(8, act))

    def get_value(self, x):
        return self.critic(x)

    def get_action_and_value(self, x, action=None):
        logits = self.actor(x)
        probs = Categorical(logits=logits)
        if action is None:
            action = probs.sample()
        return action, probs.log_prob(action), probs.entropy(), self.critic(x)


def parse():
    p = argparse.ArgumentParser()
    p.add_argument("--iterations", type=int, default=2)
    p.add_argument("--steps", type=int, default=4)
    p.add_argument("--epochs", type=int, default=2)
    p.add_argument("--clip", action="store_true")
    return p.parse_args()


if __name__ == "__main__":
    args = parse()
    torch.manual_seed(0)
    agent = Agent(3, 2)
    optimizer = torch.optim.Adam(agent.parameters(), lr=1e-3)
    obs = torch.zeros(args.steps, 3)
    actions = torch.zeros(args.steps)
    logprobs = torch.zeros(args.steps)
    values = torch.zeros(args.steps)
    rewards = torch.zeros(args.steps)
    state = torch.randn(1, 3)
    for iteration in range(args.iterations):
        for step in range(args.steps):
            obs[step] = state
            with torch.no_grad():
                action, logprob, _, value = agent.get_action_and_value(state)
                values[step] = value.flatten()
            actions[step] = action
            logprobs[step] = logprob
            rewards[step] = float(action.item())
            state = torch.randn(1, 3)
        returns = torch.cumsum(rewards, 0)
        advantages = returns - values
        for epoch in range(args.epochs):
            perm = torch.randperm(args.steps)
            for start in range(0, args.steps, 2):
                idx = perm[start : start + 2]
                _, newlogprob, entropy, newvalue = agent.get_action_and_value(obs[idx], actions.long()[idx])
                ratio = (newlogprob - logprobs[idx]).exp()
                pg_loss = (-advantages[idx] * ratio).mean()
                if args.clip:
                    pg_loss = torch.max(pg_loss, (-advantages[idx] * torch.clamp(ratio, 0.8, 1.2)).mean())
                v_loss = ((newvalue.detach().view(-1) - returns[idx]) ** 2).mean()
                loss = pg_loss + 0.5 * v_loss - 0.01 * entropy.mean()
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(agent.parameters(), 0.5)
                optimizer.step()
        print(iteration, loss.item(), v_loss.item())
