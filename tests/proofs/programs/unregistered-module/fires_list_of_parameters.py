# cause: list-of-modules
# finds: GS504 at 12
# torch: moves model.out; stays model.biases[0]
# fixed: moves model
import torch
from torch import nn


class Biased(nn.Module):
    def __init__(self):
        super().__init__()
        self.biases = [nn.Parameter(torch.zeros(3)), nn.Parameter(torch.ones(3))]
        self.out = nn.Linear(3, 1)

    def forward(self, x):
        for bias in self.biases:
            x = torch.sigmoid(x + bias)
        return self.out(x)


model = Biased()
optimizer = torch.optim.AdamW(params=model.parameters(), lr=0.1)
for x in torch.rand(4, 2, 3):
    optimizer.zero_grad()
    model(x).square().sum().backward()
    optimizer.step()
