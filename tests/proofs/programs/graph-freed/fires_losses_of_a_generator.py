# finds: GS205 at 26
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets enc.weight, head1.weight, head2.weight; moves enc
"""Two tasks on one encoder, each with its optimizer."""
import torch
from torch import nn
import torch.nn.functional as F

enc = nn.Linear(6, 8)
head1, head2 = nn.Linear(8, 1), nn.Linear(8, 4)
opt1 = torch.optim.SGD([*enc.parameters(), *head1.parameters()], lr=0.1)
opt2 = torch.optim.SGD(head2.parameters(), lr=0.1)


def tasks(features, y1, y2):
    yield opt1, F.mse_loss(head1(features).squeeze(-1), y1)
    yield opt2, F.cross_entropy(head2(features), y2)


for step in range(3):
    x = torch.randn(5, 6)
    y1, y2 = torch.randn(5), torch.randint(0, 4, (5,))
    features = torch.relu(enc(x))
    for optimizer, loss in tasks(features, y1, y2):
        optimizer.zero_grad()
        loss.backward()
    opt1.step()
    opt2.step()
