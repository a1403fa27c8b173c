# cause: layer-in-forward
# finds: GS509 at 16
# torch: moves model; holds len(list(model.parameters())) == 2
# fixed: moves model; holds len(list(model.parameters())) == 4
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(8, 4)

    def forward(self, x):
        h = torch.relu(self.hidden(x))
        return nn.Linear(4, 2)(h)
model = Net()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = nn.functional.cross_entropy(model(torch.rand(6, 8)), torch.randint(2, (6,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
