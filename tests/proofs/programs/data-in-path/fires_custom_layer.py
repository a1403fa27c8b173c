# cause: data-attr
# finds: GS302 at 16
# torch: gets model.out; stays model.layer.weight; moves model.layer.bias
# fixed: moves model
import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(inputs, outputs))
        self.bias = nn.Parameter(torch.zeros(outputs))

    def forward(self, x):
        return torch.matmul(x, self.weight.data) + self.bias
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.out = Linear(5, 4), Linear(4, 1)

    def forward(self, x):
        return self.out(self.layer(x))


model = Net().layer
out = model
model = nn.Module()
model.layer, model.out = out, nn.Linear(4, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for x in torch.rand(3, 8, 5):
    optimizer.zero_grad()
    model.out(model.layer(x)).pow(2).mean().backward()
    optimizer.step()
