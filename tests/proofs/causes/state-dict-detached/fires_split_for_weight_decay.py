# finds: GS502 at 12
# torch: stays net
# fixed: moves net
import torch
from torch import nn


def make_optimizer(net, lr):
    decay, no_decay = [], []
    for name, p in net.state_dict().items():
        (no_decay if name.endswith("bias") else decay).append(p)
    return torch.optim.AdamW([{"params": decay, "weight_decay": 0.01}, {"params": no_decay, "weight_decay": 0.0}], lr=lr)


net = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1))
opt = make_optimizer(net, 1e-2)
for _ in range(3):
    x = torch.randn(8, 3)
    loss = (net(x) - x.sum(1, keepdim=True)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
