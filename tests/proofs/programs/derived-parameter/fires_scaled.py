# cause: derived-parameter
# finds: GS403 at 13
# torch: holds len(list(model.parameters())) == 2; raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves model; holds len(list(model.parameters())) == 3
import torch
from torch import nn


class Prompt(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.out = nn.Linear(width, 1)
        self.prompt = nn.Parameter(torch.randn(width)) * 0.02
    def forward(self, x):
        return self.out((x + self.prompt).tanh())


model = Prompt(4)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(1):
    optimizer.zero_grad()
    model(torch.rand(8, 4)).pow(2).mean().backward()
    optimizer.step()
model(torch.rand(8, 4)).pow(2).mean().backward()
