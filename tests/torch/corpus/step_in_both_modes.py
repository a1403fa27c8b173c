# correct
"""The same step under `no_grad` and not; flags as arguments; values that are None on one path."""

import random

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
random.seed(0)
encoder, decoder = nn.Linear(4, 3), nn.Linear(3, 4)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)


def step(batch, detach=False, weights=None):
    code = encoder(batch)
    if detach:
        code = code.detach()
    loss = F.mse_loss(decoder(code), batch, reduction="none")
    if weights is not None:
        loss = loss * weights
    return loss.mean()


@torch.no_grad()
def evaluate(batch):
    loss = step(batch)
    return loss.item()


def run(batch, train: bool, regularize: bool):
    penalty = encoder.weight.pow(2).sum() if regularize else None
    if train:
        optimizer.zero_grad()
    with torch.set_grad_enabled(train):
        loss = step(batch)
        if penalty is not None:
            loss = loss + 0.01 * penalty
    if train:
        loss.backward()
        optimizer.step()
    return loss.detach()


def toggle(batch, train: bool):
    encoder.train(train)
    torch.set_grad_enabled(train)
    out = encoder(batch)
    loss = out.square().mean()
    if train:
        loss.backward()
    if not train:
        torch.set_grad_enabled(True)
    after = encoder(batch)
    return after


x = torch.randn(6, 4)
first = step(x)
first.backward()
second = step(x, detach=True, weights=torch.rand(6, 4))
second.backward()
evaluate(x)
for round in range(4):
    run(x, train=random.random() < 2, regularize=random.random() > -1)
    run(x, train=random.random() > 2, regularize=random.random() < -1)
for flag in (random.random() < 2, random.random() > 2):
    last = toggle(x, flag)
