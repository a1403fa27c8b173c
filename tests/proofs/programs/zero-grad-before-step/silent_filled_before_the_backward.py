# cause: zero-grad-before-step
# torch: moves model, noisy
import torch
from torch import nn

model, noisy = nn.Linear(4, 1), nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
other = torch.optim.SGD(noisy.parameters(), lr=0.1)
noisy(torch.rand(2, 4)).sum().backward()
for step in range(3):
    optimizer.zero_grad(set_to_none=False)
    model(torch.rand(2, 4)).sum().backward()
    optimizer.step()
    other.zero_grad(set_to_none=False)
    for parameter in noisy.parameters():
        parameter.grad.add_(torch.randn_like(parameter))
    other.step()
