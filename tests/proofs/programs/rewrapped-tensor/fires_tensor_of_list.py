# cause: tensor-rewrap
# finds: GS307 at 19
# torch: gets policy.log_scale; stays policy.mean.weight
# fixed: moves policy
import torch
from torch import nn


class Policy(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = nn.Linear(4, 1)
        self.log_scale = nn.Parameter(torch.zeros(1))

    def forward(self, states):
        means = []
        for state in states:
            means.append(self.mean(state)[0])
        return torch.Tensor(means) * self.log_scale.exp()
policy = Policy()
optimizer = torch.optim.Adam(policy.parameters(), lr=0.1)
for states in torch.rand(2, 5, 4):
    optimizer.zero_grad()
    (policy(states) - 1).pow(2).mean().backward()
    optimizer.step()
