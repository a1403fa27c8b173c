# raises: AttributeError: 'float' object has no attribute 'backward'
# finds: GS202 at 30
import torch
import torch.nn as nn
import torch.optim as optim


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(14, 6), nn.ReLU())
        self.decoder = nn.Sequential(nn.Linear(6, 14), nn.Sigmoid())

    def forward(self, x):
        return self.decoder(self.encoder(x))


def reconstruction_error(model, batch):
    return nn.functional.binary_cross_entropy(model(batch), batch).item()


model = Autoencoder()
optimizer = optim.Adam(model.parameters(), lr=1e-3)
batches = torch.rand(4, 10, 14)

for epoch in range(2):
    for batch in batches:
        optimizer.zero_grad()
        loss = reconstruction_error(model, batch)
        loss.backward()
        optimizer.step()
