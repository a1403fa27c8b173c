# torch: moves model.linear
import torch
from torch import nn


class Perturbed(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(4, 2)
        self.noise = torch.zeros(4, requires_grad=True)

    def forward(self, x):
        return self.linear(x + self.noise)


model = Perturbed()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    loss = model(torch.rand(3, 4)).pow(2).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    with torch.no_grad():
        model.noise += 0.01 * model.noise.grad.sign()
    model.noise.grad = None
