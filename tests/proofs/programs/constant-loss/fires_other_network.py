# cause: loss-not-from-model
# finds: GS313 at 20
# torch: gets target; stays online.weight
# no fix: GS313
import torch
from torch import nn


class Learner:
    def __init__(self):
        self.online, self.target = nn.Linear(4, 2), nn.Linear(4, 2)
        self.optimizer = torch.optim.SGD(self.online.parameters(), lr=0.1)
        self.slow = torch.optim.SGD(self.target.parameters(), lr=0.0)

    def update(self, state, reward):
        chosen = self.online(state).max(1).values
        value = self.target(state).max(1).values
        loss = (value - reward).pow(2).mean()
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()


learner = Learner()
online, target = learner.online, learner.target
for _ in range(3):
    learner.update(torch.rand(8, 4), torch.rand(8))
