# cause: tensor-not-parameter
# finds: GS505 at 12
# torch: gets net.attention.query; stays net.attention.query
# fixed: moves net.attention.query
import torch
from torch import nn


class Pooling(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.query = torch.randn(size, requires_grad=True)
    def forward(self, tokens):
        weights = (tokens @ self.query).softmax(dim=1)
        return (weights.unsqueeze(-1) * tokens).sum(1)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 6)
        self.attention = Pooling(6)
        self.out = nn.Linear(6, 2)

    def forward(self, tokens):
        return self.out(self.attention(self.embed(tokens)))


net = Net()
groups = [{"params": net.embed.parameters()}, {"params": net.attention.parameters()}, {"params": net.out.parameters()}]
optimizer = torch.optim.SGD(net.parameters(), lr=0.5)
for epoch in range(2):
    loss = nn.functional.cross_entropy(net(torch.randint(20, (4, 5))), torch.randint(2, (4,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
