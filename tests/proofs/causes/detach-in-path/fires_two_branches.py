# finds: GS201 at 15
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves enc, dec; stays target
import torch
from torch import nn
import torch.nn.functional as F
enc, dec, target = nn.Linear(3, 3), nn.Linear(3, 3), nn.Linear(3, 3)
opt = torch.optim.SGD([*enc.parameters(), *dec.parameters()], lr=0.1)
for _ in range(3):
    x = torch.rand(4, 3)
    a = enc(x).detach()
    b = dec(x).detach()
    loss = F.mse_loss(a, target(x).detach()) + b.pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
