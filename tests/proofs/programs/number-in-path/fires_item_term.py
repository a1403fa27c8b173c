# cause: item-in-loss
# finds: GS305 at 11
# torch: gets a; lacks b
# fixed: gets a, b
import torch

a = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
optimizer = torch.optim.SGD([a, b], lr=0.1)
for step in range(2):
    loss = a.pow(2).sum() + 0.1 * b.abs().sum().item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
