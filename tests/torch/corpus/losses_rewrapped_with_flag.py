# finds: GS203 at 28
import torch
from torch import nn


class Ranker(nn.Module):
    def __init__(self, dim=5):
        super().__init__()
        self.score = nn.Sequential(nn.Linear(dim, 8), nn.ReLU(), nn.Linear(8, 1))

    def forward(self, items):
        return self.score(items).squeeze(-1)


def hinge(better, worse, margin=1.0):
    return torch.clamp(margin - (better - worse), min=0).mean()


ranker = Ranker()
optimizer = torch.optim.Adam(ranker.parameters(), lr=5e-3)
queries = [(torch.randn(3, 5), torch.randn(3, 5)) for _ in range(4)]

for epoch in range(2):
    per_query = []
    for good, bad in queries:
        per_query.append(hinge(ranker(good), ranker(bad)))
    # backward complained that the list was no tensor
    loss = torch.tensor(per_query, requires_grad=True).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
