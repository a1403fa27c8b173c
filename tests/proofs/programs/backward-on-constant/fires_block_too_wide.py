# cause: no-grad-scope
# finds: GS201 at 15
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn

teacher, model = nn.Linear(4, 2), nn.Linear(4, 2)
x = torch.rand(8, 4)
with torch.no_grad():
    target = teacher(x)
    # the student
    output = model(x)
loss = (output - target).pow(2).mean()
loss.backward()
