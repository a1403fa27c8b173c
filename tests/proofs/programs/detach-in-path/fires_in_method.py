# cause: detach-in-path
# finds: GS301 at 16
# torch: gets model.decoder; stays model.encoder.weight
# fixed: moves model
import torch
from torch import nn


class AutoEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder = nn.Linear(6, 2), nn.Linear(2, 6)

    def encode(self, x):
        code = self.encoder(x)
        code.detach_()
        return code

    def forward(self, x):
        return self.decoder(self.encode(x))


model = AutoEncoder()
optimizer = torch.optim.Adam(model.parameters())
for x in torch.rand(3, 4, 6):
    optimizer.zero_grad()
    (model(x) - x).pow(2).mean().backward()
    optimizer.step()
