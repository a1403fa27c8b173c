# finds: GS201 at 11
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

model = nn.Linear(4, 3)
x, y = torch.rand(8, 4), torch.randint(3, (8,))
prediction = model(x).argmax(dim=1)
loss = (prediction - y).float().abs().mean()
loss.backward()