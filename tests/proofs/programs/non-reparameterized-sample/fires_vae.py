# cause: nonreparam-sample
# finds: GS309 at 13
# torch: gets decoder; stays encoder.weight
# fixed: moves encoder, decoder
import torch
from torch import nn
from torch.distributions import Normal

encoder, decoder = nn.Linear(6, 4), nn.Linear(2, 6)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-2)
for x in torch.rand(3, 8, 6):
    mean, log_scale = encoder(x).chunk(2, dim=1)
    z = Normal(mean, log_scale.exp()).sample()
    loss = (decoder(z) - x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
