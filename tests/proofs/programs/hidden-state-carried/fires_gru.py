# cause: hidden-state-carry
# finds: GS206 at 13
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets rnn, head; holds not hidden.requires_grad
import torch
from torch import nn

rnn, head = nn.GRU(3, 4), nn.Linear(4, 1)
hidden = torch.zeros(1, 2, 4)
for chunk in torch.rand(6, 5, 2, 3):
    out, hidden = rnn(chunk, hidden)
    loss = head(out).pow(2).mean()
    loss.backward()
