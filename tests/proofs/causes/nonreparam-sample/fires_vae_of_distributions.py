# finds: GS309 at 26
# torch: lacks model.fc1.weight; moves model.dec
# fixed: moves model
import math

import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self, d=20, h=16, z=4):
        super().__init__()
        self.fc1 = nn.Linear(d, h)
        self.mu = nn.Linear(h, z)
        self.logvar = nn.Linear(h, z)
        self.dec = nn.Sequential(nn.Linear(z, h), nn.ReLU(), nn.Linear(h, d), nn.Sigmoid())

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.mu(h), self.logvar(h)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        q = torch.distributions.Normal(mu, std)
        return q.sample()

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.dec(z), mu, logvar


def loss_function(recon_x, x):
    return F.binary_cross_entropy(recon_x, x, reduction="sum")


model = VAE()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)


def train(epoch, loader, log_interval=2):
    model.train()
    train_loss = 0
    for batch_idx, data in enumerate(loader):
        optimizer.zero_grad()
        recon_batch, mu, logvar = model(data)
        loss = loss_function(recon_batch, data)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
        if batch_idx % log_interval == 0:
            print(f"Train Epoch: {epoch} [{batch_idx}] {loss.item() / len(data):.4f}")
    print("====> Average loss: {:.4f}".format(train_loss / len(loader)))


loader = [torch.rand(6, 20) for _ in range(3)]
for epoch in range(1, 3):
    train(epoch, loader)
