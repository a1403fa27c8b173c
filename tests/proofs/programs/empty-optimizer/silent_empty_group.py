# torch: moves net
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.Linear(4, 1))
decay = [p for p in net.parameters() if p.ndim > 1]
plain = [p for p in net.parameters() if p.ndim == 1]
optimizer = torch.optim.AdamW([{"params": []}, {"params": decay}, {"params": plain, "weight_decay": 0.0}], lr=0.1)
net(torch.rand(3, 4)).sum().backward()
optimizer.step()
