# torch: moves net
import torch
from torch import nn


class Blurred(nn.Module):
    def __init__(self):
        super().__init__()
        self.mix = nn.Conv2d(1, 1, 1)

    def forward(self, x):
        blur = nn.Conv2d(1, 1, 3, bias=False)
        blur.weight.data.fill_(1 / 9)
        blur.weight.requires_grad = False
        return blur(self.mix(x))


net = Blurred()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    net(torch.rand(2, 1, 6, 6)).pow(2).mean().backward()
    optimizer.step()
