import functools
import random

import torch
from torch import nn


class Box:
    t = torch.zeros(3)

    @functools.cached_property
    def u(self):
        return torch.ones(3)


w = torch.ones(3, requires_grad=True)
box, net = Box(), nn.Module()
if random.random() < 0.5:
    box.t = w
    box.u = w
    net.t = w
print(box.t, getattr(net, "t", torch.zeros(3)), vars(box).get("t", torch.zeros(3)))
print(box.u)
box.t = net.t = w * 2
print(box.t, getattr(net, "t", torch.zeros(3)), getattr(box, "missing", torch.zeros(3)))
