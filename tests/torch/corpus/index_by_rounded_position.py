# finds: GS308 at 15
# A learnable sampling position is turned into an index by `.long()`.
import torch
from torch import nn


class LearnedShift(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.length = length
        self.shift = nn.Parameter(torch.tensor(2.4))

    def forward(self, signal):
        base = torch.arange(self.length)
        index = (base + self.shift).long() % self.length
        return signal[:, index]


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.warp = LearnedShift(12)
        self.gain = nn.Parameter(torch.ones(12))

    def forward(self, x):
        return self.gain * self.warp(x)


model = Model()
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
signal = torch.randn(4, 12)
target = signal.roll(-5, dims=1)
for step in range(5):
    loss = (model(signal) - target).abs().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item(), "shift", model.warp.shift.item())
