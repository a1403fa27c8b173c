# cause: optimizer-wrong-params
# torch: lacks backbone.weight; moves head
import torch
from torch import nn

backbone, head = nn.Linear(4, 4), nn.Linear(4, 1)
backbone.requires_grad_(False)
optimizer = torch.optim.SGD(
    [{"params": backbone.parameters(), "lr": 1e-4}, {"params": head.parameters()}], lr=0.1
)
for step in range(3):
    loss = head(backbone(torch.rand(8, 4)).relu()).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
