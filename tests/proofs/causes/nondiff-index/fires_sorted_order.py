# finds: GS308 at 11
# torch: gets bias; lacks scores
# no fix: GS308
import torch

scores = torch.rand(6, requires_grad=True)
bias = torch.zeros(6, requires_grad=True)
optimizer = torch.optim.SGD([scores, bias], lr=0.1)
values = torch.rand(6)
for step in range(3):
    order = torch.argsort(scores, descending=True)
    discounts = 1 / (torch.arange(6) + 2.0).log2()
    loss = -(values[order] * discounts).sum() + bias.pow(2).sum() + bias.sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
