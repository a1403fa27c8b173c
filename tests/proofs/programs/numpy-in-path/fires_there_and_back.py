# cause: numpy-roundtrip
# finds: GS306 at 16
# torch: gets model.out; stays model.first.weight
# fixed: moves model
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.out = nn.Linear(3, 3), nn.Linear(3, 1)

    def forward(self, x):
        h = self.first(x)
        h = torch.from_numpy(h.detach().numpy())
        return self.out(h)


model = Net()
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
for x in torch.rand(3, 2, 3):
    optimizer.zero_grad()
    model(x).pow(2).sum().backward()
    optimizer.step()
