# correct
"""Lottery tickets with torch.nn.utils.prune, and parametrizations of weights."""
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.nn.utils.parametrize as parametrize
from torch.nn.utils import prune
from torch.nn.utils.parametrizations import orthogonal, spectral_norm, weight_norm


class Symmetric(nn.Module):
    def forward(self, X):
        return X.triu() + X.triu(1).transpose(-1, -2)

    def right_inverse(self, A):
        return A.triu()


class LowRank(nn.Module):
    def __init__(self, d, rank):
        super().__init__()
        self.A = nn.Parameter(torch.randn(d, rank) * 0.01)
        self.B = nn.Parameter(torch.zeros(rank, d))

    def forward(self, W):
        return W + self.A @ self.B


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = spectral_norm(nn.Conv1d(2, 4, 3, padding=1))
        self.sym = nn.Linear(4, 4)
        parametrize.register_parametrization(self.sym, "weight", Symmetric())
        self.low = nn.Linear(4, 4)
        self.low.weight.requires_grad_(False)
        parametrize.register_parametrization(self.low, "weight", LowRank(4, 2))
        self.wn = weight_norm(nn.Linear(4, 4))
        self.fc1 = nn.Linear(4, 16)
        self.fc2 = nn.Linear(16, 3)

    def forward(self, x):
        h = self.conv(x).mean(-1)
        h = h + self.sym(h)
        h = h + self.low(h)
        h = F.relu(self.wn(h))
        return self.fc2(F.relu(self.fc1(h)))


def train(model, steps=3):
    optimizer = torch.optim.SGD(filter(lambda p: p.requires_grad, model.parameters()), lr=0.1, momentum=0.9)
    for _ in range(steps):
        x, y = torch.randn(5, 2, 7), torch.randint(0, 3, (5,))
        optimizer.zero_grad()
        loss = F.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
    return loss.item()


def sparsity(model):
    zeros = total = 0
    for name, buf in model.named_buffers():
        if name.endswith("mask"):
            zeros += int((buf == 0).sum())
            total += buf.nelement()
    return zeros / total


torch.manual_seed(0)
model = Net()
initial = copy.deepcopy(model.state_dict())
train(model)
for round_ in range(2):
    for name in ("fc1", "fc2"):
        prune.l1_unstructured(getattr(model, name), name="weight", amount=0.2)
    with torch.no_grad():
        for name in ("fc1", "fc2"):
            getattr(model, name).weight_orig.copy_(initial[name + ".weight"])
            getattr(model, name).bias.copy_(initial[name + ".bias"])
    print(round_, train(model), sparsity(model))
print(model.fc1.weight_orig.grad.abs().sum(), model.fc1.weight.requires_grad)
for name in ("fc1", "fc2"):
    prune.remove(getattr(model, name), "weight")
print(isinstance(model.fc1.weight, nn.Parameter), model.low.parametrizations.weight[0].A.grad is not None)
parametrize.remove_parametrizations(model.sym, "weight")
train(model)
