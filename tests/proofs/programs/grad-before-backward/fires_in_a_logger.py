# finds: GS103 at 16
# torch: raises AttributeError: 'NoneType' object has no attribute 'norm'
# fixed: moves model
import torch
from torch import nn


class GradLogger:
    def __init__(self, model):
        self.model = model
        self.history = []

    def log(self):
        total = 0.0
        for name, p in self.model.named_parameters():
            total += p.grad.norm().item() ** 2
        self.history.append(total ** 0.5)


model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
opt = torch.optim.SGD(model.parameters(), lr=0.1)
logger = GradLogger(model)
for epoch in range(3):
    x = torch.randn(8, 3)
    loss = (model(x) - x.sum(1, keepdim=True)).pow(2).mean()
    loss.backward()
    opt.step()
    opt.zero_grad()
    logger.log()
print(logger.history)
