import torch
from torch import nn
import torch.nn.functional as F

REGISTRY = {}


def register(name):
    def wrap(cls):
        REGISTRY[name] = cls
        cls.name = name
        return cls
    return wrap


class MultiHead(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(5, width), nn.ReLU())
        self.heads = nn.ModuleDict()
        self.width = width

    def add(self, task):
        self.heads[str(task)] = nn.Linear(self.width, 2)

    def forward(self, x, task):
        return self.heads[str(task)](self.body(x))


@register("finetune")
class Finetune:
    def __init__(self, width, strength):
        self.net = MultiHead(width)
        self.strength = strength
        self.optimizer = None

    def begin(self, task):
        self.net.add(task)
        self.optimizer = torch.optim.SGD(self.net.parameters(), lr=0.05)

    def observe(self, x, y, task):
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.net(x, task), y) + self.strength * self.penalty(x, task)
        loss.backward()
        self.correct(task)
        self.optimizer.step()
        return loss.detach()

    def penalty(self, x, task):
        return 0.0

    def correct(self, task):
        pass

    def end(self, task, batches):
        pass
