# cause: missing-requires-grad
# finds: GS102 at 18
# torch: lacks z; gets decoder
# fixed: gets z, decoder
import torch
from torch import nn


def energy(latent):
    return decoder(latent).pow(2).sum()


decoder = nn.Linear(2, 5)
z = torch.ones(1, 2)
energy(z).backward()
with torch.no_grad():
    moved = z if z.grad is None else z - 0.1 * z.grad
print(z.grad)
