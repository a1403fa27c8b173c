# cause: nonreparam-sample
# torch: moves encoder
import torch
from torch import nn
from torch.distributions import Normal, kl_divergence

encoder, decoder = nn.Linear(6, 4), nn.Linear(2, 6)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)
for x in torch.rand(3, 8, 6):
    mean, log_scale = encoder(x).chunk(2, dim=1)
    q = Normal(mean, log_scale.exp())
    loss = (decoder(q.rsample()) - x).pow(2).mean() + kl_divergence(q, Normal(0.0, 1.0)).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
