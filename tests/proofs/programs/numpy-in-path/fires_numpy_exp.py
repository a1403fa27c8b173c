# cause: numpy-roundtrip
# finds: GS306 at 13
# torch: gets head; stays encoder.weight
# fixed: moves encoder
import numpy as np
import torch
from torch import nn

encoder, head = nn.Linear(4, 4), nn.Linear(4, 1)
optimizer = torch.optim.SGD([*encoder.parameters(), *head.parameters()], lr=0.1)
for x in torch.rand(3, 8, 4):
    hidden = encoder(x)
    hidden = torch.from_numpy(np.tanh(hidden.detach().numpy()))
    loss = head(hidden).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
