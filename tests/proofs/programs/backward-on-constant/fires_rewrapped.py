# cause: tensor-rewrap
# finds: GS201 at 11
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

model = nn.Linear(4, 1)
losses = [model(x).pow(2).mean() for x in torch.rand(3, 2, 4)]
total = torch.tensor(losses).sum()
total.backward()
