# finds: GS307 at 16
# Pairwise scores are gathered with torch.tensor([...]) inside the forward pass.
import torch
import torch.nn as nn


class Matcher(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.left = nn.Linear(dim, dim)
        self.right = nn.Linear(dim, dim)
        self.scale = nn.Parameter(torch.ones(1))

    def forward(self, a, b):
        a, b = self.left(a), self.right(b)
        scores = torch.tensor([torch.dot(u, v) for u, v in zip(a, b)])
        return torch.sigmoid(self.scale * scores)


torch.manual_seed(2)
matcher = Matcher(4)
optimizer = torch.optim.RMSprop(matcher.parameters(), lr=1e-2)
bce = nn.BCELoss()

for step in range(4):
    a, b = torch.randn(6, 4), torch.randn(6, 4)
    same = (a.mean(1) > b.mean(1)).float()
    p = matcher(a, b)
    loss = bce(p, same)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item(), matcher.scale.item())
