# cause: backward-not-called
# finds: GS209 at 13
# torch: stays model
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    loss = model(torch.rand(8, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward  # the gradients
    optimizer.step()
