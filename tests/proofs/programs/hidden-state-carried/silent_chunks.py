# cause: hidden-state-carry
# torch: moves lstm
import torch
from torch import nn

lstm = nn.LSTM(3, 4)
optimizer = torch.optim.SGD(lstm.parameters(), lr=0.1)
state = None
for chunk in torch.rand(5, 6, 2, 3):
    out, state = lstm(chunk, state)
    optimizer.zero_grad()
    out.pow(2).mean().backward()
    optimizer.step()
    state = tuple(s.detach() for s in state)
