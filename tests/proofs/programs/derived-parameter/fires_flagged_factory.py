# cause: derived-parameter, tensor-not-parameter
# finds: GS403 at 13
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves model; holds len(list(model.parameters())) == 3
import torch
from torch import nn


class Rotation(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(2, 2)
        self.angle = torch.rand(2, requires_grad=True) * 3.14
    def forward(self, x):
        return self.linear(x) * self.angle.cos()


model = Rotation()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    loss = model(torch.rand(4, 2)).pow(2).mean()
    loss.backward()
    optimizer.step()
