# finds: GS502 at 9
# torch: gets net; stays net.weight
# fixed: moves net.weight; stays net.bias
import torch
from torch import nn

net = nn.Linear(3, 1)
weights = [value for name, value in net.state_dict().items() if "bias" not in name]
optimizer = torch.optim.SGD([{"params": weights, "lr": 0.1}])
for x in torch.rand(3, 4, 3):
    loss = net(x).pow(2).sum()
    net.zero_grad()
    loss.backward()
    optimizer.step()
