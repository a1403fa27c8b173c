# finds: GS302 at 15
# A custom layer copied from a book: it multiplies with `.data`, so its weights stay where they began.
import torch
import torch.nn.functional as F
from torch import nn


class MyLinear(nn.Module):
    def __init__(self, in_units, units):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_units, units))
        self.bias = nn.Parameter(torch.randn(units))

    def forward(self, X):
        linear = torch.matmul(X, self.weight.data) + self.bias.data
        return F.relu(linear)


net = nn.Sequential(MyLinear(8, 12), nn.Linear(12, 1))
trainer = torch.optim.SGD(net.parameters(), lr=0.03)
loss = nn.MSELoss()

features = torch.randn(64, 8)
labels = features.sum(dim=1, keepdim=True)

for epoch in range(3):
    for i in range(0, 64, 16):
        X, y = features[i : i + 16], labels[i : i + 16]
        l = loss(net(X), y)
        trainer.zero_grad()
        l.backward()
        trainer.step()
    print(f"epoch {epoch + 1}, loss {l:f}")
