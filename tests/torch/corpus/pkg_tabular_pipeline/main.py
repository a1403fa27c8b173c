# correct
"""Prices from mixed columns: embeddings, a fitted scaler, early stopping with the best weights put back."""
import torch

from tabular.features import *
from tabular.model import TabularNet, penalty
from tabular.stopping import EarlyStopping

torch.manual_seed(1)
numbers, codes, target = make_table(64)
scaler = Scaler().fit(numbers)
net = TabularNet(cardinalities=CARDINALITIES, numeric=numbers.shape[1], hidden=[16, 8])
optimizer = torch.optim.AdamW(
    [
        {"params": net.embeddings.parameters(), "weight_decay": 0.0},
        {"params": [p for n, p in net.named_parameters() if not n.startswith("embeddings")]},
    ],
    lr=1e-2,
)
stopping = EarlyStopping(patience=2)
x = scaler(numbers)
train, valid = slice(0, 48), slice(48, None)
for epoch in range(6):
    net.train()
    optimizer.zero_grad()
    prediction = net(x[train], codes[train])
    fit = (prediction - target[train]).pow(2).mean()
    loss = fit + 1e-3 * penalty(net)
    loss.backward()
    optimizer.step()
    net.eval()
    with torch.inference_mode():
        error = (net(x[valid], codes[valid]) - target[valid]).abs().mean()
    if stopping(error.item(), net):
        break
stopping.restore(net)
weights = {name: p.detach().norm().item() for name, p in net.named_parameters()}
print(epoch, weights)
