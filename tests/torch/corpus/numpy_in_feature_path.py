# finds: GS306 at 16
# Spectral features are taken with numpy in the middle of the network.
import numpy as np
import torch
import torch.nn as nn


class SpectralNet(nn.Module):
    def __init__(self, n=16, hidden=8, classes=2):
        super().__init__()
        self.filter = nn.Linear(n, n)
        self.classifier = nn.Sequential(nn.Linear(n // 2 + 1, hidden), nn.ReLU(), nn.Linear(hidden, classes))

    def forward(self, wave):
        filtered = self.filter(wave)
        spectrum = np.abs(np.fft.rfft(filtered.numpy(force=True), axis=-1))
        features = torch.from_numpy(spectrum).float()
        return self.classifier(features)


def make_batch(n=12):
    label = torch.randint(0, 2, (n,))
    time = torch.linspace(0, 1, 16)
    wave = torch.sin(2 * np.pi * (2 + 3 * label.unsqueeze(1)) * time)
    return wave + 0.1 * torch.randn_like(wave), label


net = SpectralNet()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
for step in range(4):
    wave, label = make_batch()
    loss = nn.functional.cross_entropy(net(wave), label)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, round(loss.item(), 3))
