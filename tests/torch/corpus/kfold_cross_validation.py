# correct
import copy

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Subset, TensorDataset


def k_folds(n, k, seed=0):
    order = np.random.RandomState(seed).permutation(n)
    for part in np.array_split(order, k):
        yield np.setdiff1d(order, part), part


def reset_weights(m):
    """Tries resetting the weights, to avoid leakage between folds."""
    for layer in m.children():
        if hasattr(layer, "reset_parameters"):
            layer.reset_parameters()


def fit(model, loader, epochs, lr):
    optimizer = torch.optim.Adam(model.parameters(), lr=lr)
    for _ in range(epochs):
        for x, y in loader:
            optimizer.zero_grad(set_to_none=False)
            F.cross_entropy(model(x), y).backward()
            optimizer.step()
    return model


def score(model, loader):
    hits = n = 0
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            hits += int((model(x).argmax(1) == y).sum())
            n += len(y)
    model.train()
    return hits / n


dataset = TensorDataset(torch.randn(36, 5), torch.randint(0, 3, (36,)))
model = nn.Sequential(nn.Linear(5, 12), nn.ReLU(), nn.Linear(12, 3))
initial = copy.deepcopy(model.state_dict())
results, best = {}, (None, -1.0)

for fold, (train_ids, test_ids) in enumerate(k_folds(len(dataset), 3)):
    model.apply(reset_weights)
    train_loader = DataLoader(Subset(dataset, train_ids.tolist()), batch_size=8, shuffle=True)
    test_loader = DataLoader(Subset(dataset, test_ids.tolist()), batch_size=12)
    fit(model, train_loader, epochs=2, lr=1e-2)
    results[fold] = score(model, test_loader)
    if results[fold] > best[1]:
        best = copy.deepcopy(model), results[fold]
    print(f"fold {fold}: {100 * results[fold]:.1f} %")

model.load_state_dict(initial)
average = sum(results.values()) / len(results)
print("average", average, "best", best[1], next(best[0].parameters()).requires_grad)
