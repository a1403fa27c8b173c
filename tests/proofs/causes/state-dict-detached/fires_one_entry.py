# finds: GS502 at 10
# torch: gets net; stays net.weight
# fixed: moves net.weight; stays net.bias
import torch
from torch import nn


def tune(net, name):
    weights = net.state_dict()
    optimizer = torch.optim.Adam([weights[name]], lr=0.1)
    for x in torch.rand(3, 4, 3):
        loss = net(x).pow(2).sum()
        net.zero_grad()
        loss.backward()
        optimizer.step()


net = nn.Linear(3, 1)
tune(net, "weight")
