# cause: tensor-not-parameter
# finds: GS505 at 13
# torch: gets model.gain; stays model.gain
# fixed: gets model.gain; moves model.gain
import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.project = nn.Linear(width, width)
        self.gain = torch.ones(width, requires_grad=True)
    def forward(self, x):
        return torch.sigmoid(self.project(x)) * self.gain


model = Gate(4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = (model(torch.rand(8, 4)) - 1).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
