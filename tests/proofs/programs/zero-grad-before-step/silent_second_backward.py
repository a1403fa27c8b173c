# torch: moves model
import torch
from torch import nn

model = nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x in torch.rand(3, 4, 3):
    model(x).abs().mean().backward()
    with torch.no_grad():
        for p in model.parameters():
            p.add_(p.grad, alpha=0.05)
    optimizer.zero_grad()
    model(x).abs().mean().backward()
    optimizer.step()
