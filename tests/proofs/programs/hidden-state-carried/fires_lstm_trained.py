# cause: hidden-state-carry
# finds: GS206 at 18
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves lstm, head
import torch
import torch.nn.functional as F
from torch import nn, optim

lstm = nn.LSTM(10, 20, batch_first=True)
head = nn.Linear(20, 10)
optimizer = optim.Adam([*lstm.parameters(), *head.parameters()])
state = (torch.zeros(1, 4, 20), torch.zeros(1, 4, 20))
for step in range(8):
    x = F.one_hot(torch.randint(10, (4, 7)), 10).float()
    out, state = lstm(x, state)
    loss = F.mse_loss(head(out), x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
