# raises: AttributeError: 'NoneType' object has no attribute 'norm'
# finds: GS103 at 12
import torch
import torch.nn as nn


class GradNormClipper:
    def __init__(self, parameters, limit):
        self.parameters, self.limit = list(parameters), limit

    def __call__(self):
        total = torch.stack([p.grad.norm() for p in self.parameters]).norm()
        if total > self.limit:
            for p in self.parameters:
                p.grad.mul_(self.limit / total)
        return total


lstm = nn.LSTM(3, 5, batch_first=True)
readout = nn.Linear(5, 1)
parameters = [*lstm.parameters(), *readout.parameters()]
optimizer = torch.optim.SGD(parameters, lr=0.1)
clip = GradNormClipper(parameters, limit=1.0)

for step in range(2):
    x, y = torch.randn(4, 6, 3), torch.randn(4, 1)
    output, _ = lstm(x)
    loss = nn.functional.mse_loss(readout(output[:, -1]), y)
    optimizer.zero_grad()
    norm = clip()
    loss.backward()
    optimizer.step()
    print(step, loss.item(), norm.item())
