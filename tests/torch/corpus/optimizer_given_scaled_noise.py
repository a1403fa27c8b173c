# raises: ValueError: can't optimize a non-leaf Tensor
# finds: GS501 at 13
"""GAN inversion: the latent is scaled after it was told to require grad."""
import torch
from torch import nn

torch.manual_seed(12)
generator = nn.Sequential(nn.Linear(6, 20), nn.ReLU(), nn.Linear(20, 9))
generator.requires_grad_(False)
target = torch.rand(1, 9)

latent = 0.1 * torch.randn(1, 6, requires_grad=True)
optimizer = torch.optim.Adam([latent], lr=0.05)

for step in range(20):
    optimizer.zero_grad()
    loss = (generator(latent) - target).abs().mean()
    loss.backward()
    optimizer.step()
print(loss.item())
