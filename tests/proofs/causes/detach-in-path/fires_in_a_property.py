# finds: GS301 at 20
# torch: lacks model.encoder.lin.weight; gets model.decoder.weight
# fixed: gets model.encoder.lin.weight
import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self, d, z):
        super().__init__()
        self.lin = nn.Linear(d, z)
        self._features = None

    def forward(self, x):
        self._features = torch.tanh(self.lin(x))
        return self._features

    @property
    def features(self):
        return self._features.detach()


class AutoEncoder(nn.Module):
    def __init__(self, d=6, z=2):
        super().__init__()
        self.encoder = Encoder(d, z)
        self.decoder = nn.Linear(z, d)

    def forward(self, x):
        self.encoder(x)
        return self.decoder(self.encoder.features)


def train(model, data, epochs=3):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(epochs):
        for x in data:
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(model(x), x)
            loss.backward()
            optimizer.step()
        print(f"epoch {epoch}: {loss.item():.4f}")


model = AutoEncoder()
train(model, [torch.randn(5, 6) for _ in range(3)])
