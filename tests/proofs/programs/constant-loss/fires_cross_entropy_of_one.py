# cause: constant-output
# finds: GS313 at 23
# torch: zeros net.out.weight
# fixed: gets net.out.weight; moves net
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, classes=1):
        super().__init__()
        self.hidden = nn.Linear(6, 4)
        self.out = nn.Linear(4, classes)

    def forward(self, x):
        return self.out(self.hidden(x).relu())


net, criterion = Net(), nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(2):
    x, y = torch.rand(10, 6), torch.zeros(10, dtype=torch.long)
    loss = criterion(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
