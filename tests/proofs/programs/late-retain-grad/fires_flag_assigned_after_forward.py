# cause: missing-requires-grad
# finds: GS105 at 12
# torch: raises AttributeError: 'NoneType' object has no attribute 'sign'
# fixed: gets x; holds adversarial.shape == (2, 4)
import torch
import torch.nn.functional as F
from torch import nn

net = nn.Linear(4, 3)
x = torch.rand(2, 4)
loss = F.cross_entropy(net(x), torch.tensor([0, 2]))
x.requires_grad = True
loss.backward()
adversarial = x + 0.1 * x.grad.sign()
