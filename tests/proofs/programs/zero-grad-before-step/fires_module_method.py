# cause: zero-grad-before-step
# finds: GS510 at 13
# torch: stays net.weight
# fixed: moves net
import torch
from torch import nn


def train_step(net, optimizer, batch):
    loss = net(batch).pow(2).mean()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    net.zero_grad()  # start afresh
    optimizer.step()
    return loss.item()


net = nn.Linear(4, 4)
optimizer = torch.optim.Adam(net.parameters())
losses = [train_step(net, optimizer, batch) for batch in torch.rand(5, 2, 4)]
