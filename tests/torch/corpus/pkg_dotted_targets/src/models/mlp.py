from itertools import pairwise

from torch import nn


class MLP(nn.Sequential):
    def __init__(self, sizes, dropout=0.0, act=nn.SiLU):
        layers = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b), act(), nn.Dropout(dropout)]
        super().__init__(*layers[:-2])
