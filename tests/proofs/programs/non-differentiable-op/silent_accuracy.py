# cause: nondiff-index, int-cast
# torch: moves model
import torch
from torch import nn

model, right = nn.Linear(3, 4), 0
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    x, y = torch.rand(5, 3), torch.rand(5).mul(4).long()
    logits = model(x)
    loss = nn.functional.cross_entropy(logits, y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    right += (logits.argmax(1) == y).sum().item()
