# correct
"""Averages of weights: torch's own AveragedModel, one by hand, and SWA with its scheduler."""

import copy

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.swa_utils import SWALR, AveragedModel, get_ema_multi_avg_fn, update_bn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 8), nn.BatchNorm1d(8), nn.Tanh(), nn.Linear(8, 1))
ema = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.99))
shadow = copy.deepcopy(model)
for p in shadow.parameters():
    p.requires_grad_(False)
shadow.eval()

optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
swa_scheduler = SWALR(optimizer, swa_lr=0.05)
loader = DataLoader(TensorDataset(torch.randn(16, 3), torch.randn(16, 1)), batch_size=8)

for epoch in range(2):
    for x, y in loader:
        optimizer.zero_grad()
        prediction = model(x)
        with torch.no_grad():
            target = shadow(x)
        consistency = F.mse_loss(prediction, shadow(x))
        loss = F.mse_loss(prediction, y) + 0.1 * consistency
        loss.backward()
        optimizer.step()
        ema.update_parameters(model)
        with torch.no_grad():
            for mine, theirs in zip(shadow.parameters(), model.parameters()):
                mine.mul_(0.9).add_(theirs, alpha=0.1)
    swa_scheduler.step()
update_bn(loader, ema)
with torch.no_grad():
    final = ema(torch.randn(4, 3))
inner = ema.module[0].weight
