# cause: nondiff-index
# finds: GS201 at 12
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

model = nn.Linear(4, 3)
labels = torch.tensor([0, 2])
predicted = model(torch.rand(2, 4)).argmax(dim=1)
loss = (predicted - labels).float().pow(2).mean()
loss.backward()
