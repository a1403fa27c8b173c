# cause: grad-disabled-globally
# finds: GS201 at 11
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

torch.set_grad_enabled(False)
model = nn.Linear(4, 1)
loss = model(torch.rand(8, 4)).pow(2).mean()
loss.backward()
