# cause: zero-grad-op
# finds: GS310 at 12
# torch: gets decoder; zeros encoder.weight
# fixed: gets decoder, encoder
import torch
from torch import nn

encoder, decoder = nn.Linear(6, 3), nn.Linear(3, 6)
optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()])
for x in torch.rand(3, 8, 6):
    code = encoder(x) * 10
    quantized = torch.round(code)
    loss = (decoder(quantized) - x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
