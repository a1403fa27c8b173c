# torch: moves online; lacks target.weight
import torch
from torch import nn

online, target = nn.Linear(4, 2), nn.Linear(4, 2)
optimizer = torch.optim.SGD(online.parameters(), lr=0.1)
for step in range(3):
    state, following = torch.rand(8, 4), torch.rand(8, 4)
    goal = 1 + 0.9 * target(following).data.max(1).values
    loss = (online(state).max(1).values - goal).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    for slow, fast in zip(target.parameters(), online.parameters()):
        slow.data.mul_(0.9).add_(fast.data, alpha=0.1)
