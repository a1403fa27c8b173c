# cause: backward-not-called
# finds: GS209 at 14
# torch: stays net
# fixed: moves net
import torch
from torch import nn


def train(model, optimizer, batches):
    model.train()
    for x in batches:
        optimizer.zero_grad()
        loss = (model(x) - x).abs().mean()
        optimizer.step()
    return loss


net = nn.Sequential(nn.Linear(4, 2), nn.ReLU(), nn.Linear(2, 4))
train(net, torch.optim.Adam(net.parameters()), torch.rand(5, 8, 4))
