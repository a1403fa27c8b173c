# finds: GS308 at 11
# torch: gets smooth; stays net.weight
# fixed: gets net.weight; moves net
import torch
from torch import nn

net, smooth = nn.Linear(5, 5), nn.Parameter(torch.tensor(1.0))
optimizer = torch.optim.SGD([*net.parameters(), smooth], lr=0.1)
for step in range(3):
    target = torch.randint(2, (4, 5)).float()
    mask = torch.ge(torch.sigmoid(net(torch.rand(4, 5))), 0.5)
    overlap = (mask * target).sum()
    loss = 1 - (2 * overlap + smooth) / (mask.sum() + target.sum() + smooth)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
