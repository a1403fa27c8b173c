# raises: AttributeError: 'NoneType' object has no attribute 'abs'
# finds: GS104 at 34
import torch
import torch.nn as nn


class TwoHeads(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Linear(6, 12)
        self.mean_head = nn.Linear(12, 1)
        self.std_head = nn.Linear(12, 1)

    def forward(self, x):
        h = torch.relu(self.trunk(x))
        mean = self.mean_head(h)
        log_std = self.std_head(h)
        return mean, log_std


model = TwoHeads()
opt = torch.optim.Adam(model.parameters(), 1e-2)
x, y = torch.randn(16, 6), torch.randn(16, 1)

for i in range(3):
    mean, log_std = model(x)
    # TODO: use the Gaussian likelihood
    loss = (mean - y).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()

print("mean head", model.mean_head.weight.grad.abs().mean())
print("std head", model.std_head.weight.grad.abs().mean())
