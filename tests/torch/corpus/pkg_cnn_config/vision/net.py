import torch.nn.functional as F
from torch import Tensor, nn

from .config import Config


class Block(nn.Module):
    def __init__(self, before: int, after: int):
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(after)
        self.skip = nn.Conv2d(before, after, 1) if before != after else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm(self.conv(x)), inplace=True)
        return F.max_pool2d(h + self.skip(x), 2)


class Net(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        widths = (3, *config.widths)
        self.blocks = nn.Sequential(*(Block(a, b) for a, b in zip(widths, widths[1:])))
        self.head = nn.Sequential(nn.Flatten(), nn.Dropout(config.dropout), nn.LazyLinear(config.classes))

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.blocks(x))


def build(config: Config) -> Net:
    net = Net(config)
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    return net
