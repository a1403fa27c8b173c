# cause: detach-in-path
# finds: GS201 at 13
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(2):
    loss = model(torch.rand(8, 4)).pow(2).mean().detach()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
