# cause: constant-output
# torch: moves model
import torch
from torch import nn

model = nn.Linear(5, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for step in range(3):
    logits = model(torch.rand(8, 5))
    attention = logits.softmax(dim=0)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.ones(8, 1)) + attention.max()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
