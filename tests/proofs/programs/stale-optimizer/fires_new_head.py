# cause: optimizer-stale-params
# finds: GS506 at 21
# torch: gets model.fc; moves model.features; stays model.fc.weight
# fixed: moves model
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.features = nn.Linear(8, 8)
        self.fc = nn.Linear(8, classes)

    def forward(self, x):
        return self.fc(self.features(x).relu())


model = Net(1000)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)  # before the head is replaced
model.fc = nn.Linear(8, 3)
for epoch in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(model(torch.rand(16, 8)), torch.randint(3, (16,)))
    loss.backward()
    optimizer.step()
