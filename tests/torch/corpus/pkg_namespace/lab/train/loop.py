import torch
from torch.nn import functional as F


def train(model, data):
    optimizer = torch.optim.AdamW(model.parameters())
    last = None
    for x, y in data:
        optimizer.zero_grad()
        loss = F.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        last = loss.detach()
    return last
