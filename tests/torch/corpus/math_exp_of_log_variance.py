# finds: GS305 at 21
import math

import torch
import torch.nn as nn

# Heteroscedastic regression with one learned noise level, computed with the math module.
torch.manual_seed(1)


class NoisyRegressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.mean = nn.Linear(3, 1)
        self.log_sigma = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.mean(x)

    def nll(self, x, y):
        sigma = math.exp(self.log_sigma)
        return ((y - self(x)) ** 2).mean() / (2 * sigma**2) + math.log(sigma)


model = NoisyRegressor()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
x = torch.randn(50, 3)
y = x @ torch.tensor([[1.0], [2.0], [-1.0]]) + 0.3 * torch.randn(50, 1)

for epoch in range(10):
    optimizer.zero_grad()
    loss = model.nll(x, y)
    loss.backward()
    optimizer.step()

print("sigma is still", model.log_sigma.exp().item())
