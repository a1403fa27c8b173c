# finds: GS310 at 15
# Learned compression with a plain round(): the decoder learns, the encoder gets zeros.
import torch
from torch import nn
import torch.optim as optim


class Codec(nn.Module):
    def __init__(self, n_in=12, n_code=4):
        super().__init__()
        self.enc = nn.Sequential(nn.Linear(n_in, 16), nn.ELU(), nn.Linear(16, n_code))
        self.dec = nn.Sequential(nn.Linear(n_code, 16), nn.ELU(), nn.Linear(16, n_in))

    def forward(self, x):
        code = torch.round(self.enc(x))
        return self.dec(code), code


codec = Codec()
optimizer = optim.Adam(codec.parameters(), lr=1e-3)
data = torch.randn(40, 12) * 3

for epoch in range(3):
    for batch in data.split(10):
        recon, code = codec(batch)
        mse = (recon - batch).square().mean()
        optimizer.zero_grad()
        mse.backward()
        optimizer.step()
    print(epoch, mse.item(), code.detach().unique().numel())
