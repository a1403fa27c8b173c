# cause: requires-grad-on-result, tensor-rewrap
# finds: GS203 at 11
# torch: stays model
# fixed: moves model
import torch
from torch import nn

model = nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
terms = [model(x).pow(2).mean() for x in torch.rand(3, 2, 4)]
loss = torch.tensor(terms, requires_grad=True).sum()
optimizer.zero_grad()
loss.backward()
optimizer.step()
