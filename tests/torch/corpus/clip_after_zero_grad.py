# raises: TypeError
# finds: GS103 at 20
# Manual gradient statistics taken one line too late.
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.randn(24, 3), torch.randn(24, 1))
loader = DataLoader(dataset, batch_size=8)
model = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1))
optimizer = torch.optim.Adam(model.parameters())
criterion = nn.MSELoss()
history = []

for features, target in loader:
    loss = criterion(model(features), target)
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
    first = model[0].weight.grad * 100
    history.append(first.abs().max().item())

print(history)
