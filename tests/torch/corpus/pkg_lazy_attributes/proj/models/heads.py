from torch import nn

import proj.models as package


class Linear2(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, 1)
        self.package = package.__name__

    def forward(self, x):
        return self.fc(x) * 2
