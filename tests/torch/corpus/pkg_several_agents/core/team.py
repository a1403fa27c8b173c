import itertools

import torch
import torch.nn.functional as F

from .agent import Agent


class Team:
    def __init__(self, specs, hidden, gamma=0.9, tau=0.05):
        everything = sum(o + a for o, a in specs)
        self.agents = [Agent(o, a, everything, hidden) for o, a in specs]
        self.n, self.gamma, self.tau = len(specs), gamma, tau

    @classmethod
    def from_env(cls, env, **kwargs):
        return cls([(env.obs, env.act)] * env.n, **kwargs)

    def parameters(self):
        return itertools.chain.from_iterable(
            itertools.chain(a.policy.parameters(), a.critic.parameters()) for a in self.agents
        )

    def act(self, obs, explore=False):
        return [agent.step(o, explore) for agent, o in zip(self.agents, obs)]

    def update(self, batch, i):
        obs, acts, rewards, nxt = batch
        agent = self.agents[i]
        with torch.no_grad():
            next_acts = [a.target_policy(o) for a, o in zip(self.agents, nxt)]
            target = rewards[i].unsqueeze(1) + self.gamma * agent.target_critic(torch.cat((*nxt, *next_acts), dim=1))
        value = agent.critic(torch.cat((*obs, *acts), dim=1))
        critic_loss = F.mse_loss(value, target)
        agent.critic_opt.zero_grad()
        critic_loss.backward()
        torch.nn.utils.clip_grad_norm_(agent.critic.parameters(), 0.5)
        agent.critic_opt.step()
        mine = agent.policy(obs[i])
        every = [mine if j == i else acts[j] for j in range(self.n)]
        policy_loss = -agent.critic(torch.cat((*obs, *every), dim=1)).mean() + 1e-3 * (mine**2).mean()
        agent.policy_opt.zero_grad()
        policy_loss.backward()
        agent.policy_opt.step()
        return critic_loss.item(), policy_loss.item()

    def soft_update(self):
        for agent in self.agents:
            for target, source in ((agent.target_policy, agent.policy), (agent.target_critic, agent.critic)):
                for t, s in zip(target.parameters(), source.parameters()):
                    t.data.copy_(t.data * (1 - self.tau) + s.data * self.tau)
