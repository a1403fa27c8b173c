# cause: nonreparam-sample
# finds: GS309 at 12
# torch: gets decoder; zeros encoder.weight
# fixed: gets encoder.weight; moves encoder, decoder
import torch
from torch import nn

encoder, decoder = nn.Linear(8, 4), nn.Linear(2, 8)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()])
for x in torch.rand(3, 5, 8):
    mean, log_variance = encoder(x).chunk(2, dim=-1)
    code = torch.normal(mean, (0.5 * log_variance).exp())
    loss = (decoder(code) - x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
