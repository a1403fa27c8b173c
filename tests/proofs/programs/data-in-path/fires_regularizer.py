# cause: data-attr
# finds: GS302 at 12
# torch: gets bias; lacks weight
# fixed: gets bias, weight
import torch

weight = torch.randn(4, requires_grad=True)
bias = torch.zeros(4, requires_grad=True)
optimizer = torch.optim.SGD([weight, bias], lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    loss = (weight.data - bias).pow(2).sum()
    loss.backward()
    optimizer.step()
