# finds: GS407 at 24
# torch: raises RuntimeError: Only Tensors created explicitly by the user
# fixed: moves model
import copy

import torch
from torch import nn


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Conv2d(3, 4, 3, padding=1)
        self.head = nn.Linear(4, 2)
        self.features = None

    def forward(self, x):
        self.features = self.backbone(x).relu()
        return self.head(self.features.mean((2, 3)))


class EMA:
    def __init__(self, model, decay=0.99):
        self.module = copy.deepcopy(model).eval()
        self.decay = decay
        for p in self.module.parameters():
            p.requires_grad_(False)

    @torch.no_grad()
    def update(self, model):
        for e, m in zip(self.module.state_dict().values(), model.state_dict().values()):
            e.copy_(self.decay * e + (1 - self.decay) * m)


model = Detector()
n = sum(model(torch.rand(1, 3, 8, 8)).shape)
ema = EMA(model)
opt = torch.optim.SGD(model.parameters(), lr=0.1)
for i in range(2):
    loss = nn.functional.cross_entropy(model(torch.rand(2, 3, 8, 8)), torch.randint(2, (2,)))
    opt.zero_grad()
    loss.backward()
    opt.step()
    ema.update(model)
