# cause: derived-parameter
# torch: moves model
import torch
from torch import nn


class Prompt(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.prompt = nn.Parameter(torch.randn(width) * 0.02)
        self.scale = nn.Parameter(torch.ones(width)).float()

    def forward(self, x):
        weight = self.scale.exp()
        self.last = weight.detach()
        return (x + self.prompt) * weight


model = Prompt(4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.rand(8, 4)).pow(2).mean().backward()
    optimizer.step()
