# finds: GS201 at 17
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model; moves model
import torch
from torch import nn


def error_rate(logits, labels):
    return ((logits > 0).float() != labels).float().mean()


model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(2):
    loss = error_rate(model(torch.rand(8, 4)).squeeze(1), torch.ones(8))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
