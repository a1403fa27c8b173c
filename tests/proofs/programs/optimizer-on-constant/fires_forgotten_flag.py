# cause: missing-requires-grad, optimizer-wrong-params
# finds: GS502 at 10
# torch: gets net[1].bias; lacks image; stays image
# fixed: gets image; moves image
import torch
from torch import nn

net = nn.Sequential(nn.Flatten(), nn.Linear(12, 4))
image = torch.rand(1, 3, 2, 2)
optimizer = torch.optim.SGD([image], lr=0.1)
for i in range(3):
    optimizer.zero_grad()
    score = -net(image)[0, 2]
    score.backward()
    optimizer.step()
