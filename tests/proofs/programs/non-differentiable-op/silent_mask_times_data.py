# cause: nondiff-compare
# torch: moves model
import torch
from torch import nn

model = nn.Linear(3, 3)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x in torch.rand(3, 5, 3):
    out = model(x)
    loss = (out * (out > -10).float()).sum() + torch.where(out > 0, out, -out).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
