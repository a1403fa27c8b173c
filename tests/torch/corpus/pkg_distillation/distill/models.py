from collections import OrderedDict

from torch import nn


def make(width, classes=3):
    return nn.Sequential(OrderedDict(
        body=nn.Sequential(nn.Conv2d(1, width, 3), nn.ReLU(), nn.Conv2d(width, width, 3)),
        pool=nn.AdaptiveAvgPool2d(1),
        flat=nn.Flatten(),
        head=nn.Linear(width, classes),
    ))
