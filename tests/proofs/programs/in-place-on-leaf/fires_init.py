# cause: leaf-inplace
# finds: GS601 at 9
# torch: raises RuntimeError: a leaf Variable that requires grad is being used in an in-place operation
# fixed: gets model; holds model.bias.eq(0.1).all()
import torch
from torch import nn

model = nn.Linear(3, 2)
model.bias.fill_(0.1)
model(torch.rand(1, 3)).sum().backward()
