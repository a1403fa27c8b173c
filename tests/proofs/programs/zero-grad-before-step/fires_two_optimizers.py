# cause: zero-grad-before-step
# finds: GS510 at 16, GS510 at 17
# faults: 2
# torch: stays encoder.weight, decoder.weight
# fixed: runs
# all fixed: moves encoder, decoder
import torch
from torch import nn

encoder, decoder = nn.Linear(6, 2), nn.Linear(2, 6)
first = torch.optim.SGD(encoder.parameters(), lr=0.1)
second = torch.optim.SGD(decoder.parameters(), lr=0.1)
for x in torch.rand(3, 4, 6):
    loss = (decoder(encoder(x)) - x).pow(2).sum()
    loss.backward()
    first.zero_grad()
    second.zero_grad()
    first.step()
    second.step()
