# cause: nonreparam-sample
# finds: GS309 at 17
# torch: gets critic; stays actor.weight
# fixed: moves actor
import torch
from torch import nn
from torch import distributions as D


class Agent:
    def __init__(self):
        self.actor, self.critic = nn.Linear(4, 2), nn.Linear(6, 1)
        self.optimizer = torch.optim.SGD(self.actor.parameters(), lr=0.1)

    def update(self, state):
        policy = D.Independent(D.Normal(self.actor(state), 0.3), 1)
        action = policy.sample()  # on-policy
        loss = -self.critic(torch.cat([state, action], dim=1)).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


agent = Agent()
actor, critic = agent.actor, agent.critic
for state in torch.rand(3, 8, 4):
    agent.update(state)
