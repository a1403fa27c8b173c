# cause: layer-in-forward
# finds: GS509 at 16
# torch: moves block.conv
# no fix: GS509
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, 2 * channels, 3, padding=1)

    def forward(self, x):
        out = self.conv(x)
        shortcut = nn.Conv2d(x.shape[1], out.shape[1], 1)
        return nn.functional.relu(out + shortcut(x))


block = Block(3)
optimizer = torch.optim.SGD(block.parameters(), lr=0.1)
for image in torch.rand(2, 1, 3, 5, 5):
    loss = block(image).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
