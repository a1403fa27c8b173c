# cause: no-grad-scope, grad-disabled-globally
# torch: moves model
import torch
from torch import nn

model = nn.Linear(4, 2)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for epoch in range(3):
    torch.set_grad_enabled(True)
    loss = model(torch.rand(8, 4)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    torch.set_grad_enabled(False)
    accuracy = (model(torch.rand(8, 4)).argmax(1) == 0).float().mean()
