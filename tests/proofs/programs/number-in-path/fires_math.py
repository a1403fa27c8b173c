# cause: item-in-loss
# finds: GS305 at 14
# torch: gets model; lacks log_variance
# fixed: gets model, log_variance
import math
import torch
from torch import nn

model = nn.Linear(4, 1)
log_variance = nn.Parameter(torch.tensor(0.5))
optimizer = torch.optim.Adam([*model.parameters(), log_variance], lr=1e-2)
for x in torch.rand(3, 8, 4):
    error = (model(x) - 1).pow(2).mean()
    loss = error / math.exp(log_variance)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
