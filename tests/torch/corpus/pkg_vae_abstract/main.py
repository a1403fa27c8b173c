# correct
"""Two kinds of autoencoder behind one abstract base; the weight of the divergence grows."""
import torch

from autoencoders import VAE, BetaVAE
from autoencoders.base import Losses

torch.manual_seed(5)
data = torch.rand(32, 10)
for cls, options in ((VAE, {}), (BetaVAE, {"beta": 4.0})):
    model = cls(inputs=10, latent=2, **options)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(3):
        model.warm_up(step, 3)
        optimizer.zero_grad()
        losses: Losses = model.losses(data)
        losses.total.backward()
        optimizer.step()
        print({name: value.item() for name, value in losses._asdict().items()})
    drawn = model.sample(4)
    rebuilt = model.reconstruct(data[:2])
    assert not drawn.requires_grad and not rebuilt.requires_grad
