# cause: nonreparam-sample
# finds: GS309 at 11
# torch: gets out; zeros gate.weight
# fixed: gets gate.weight; moves gate
import torch
from torch import nn

gate, out = nn.Linear(4, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*gate.parameters(), *out.parameters()], lr=0.1)
for x in torch.rand(3, 8, 4):
    keep = torch.bernoulli(torch.sigmoid(gate(x)))
    loss = out(x * keep).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
