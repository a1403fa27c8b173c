# correct
"""A normalisation layer with running statistics in buffers, and a classifier head with class counts."""

import torch
from torch import nn
from torch.nn import functional as F


class RunningNorm(nn.Module):
    def __init__(self, size: int, momentum: float = 0.1, eps: float = 1e-5):
        super().__init__()
        self.momentum, self.eps = momentum, eps
        self.gain = nn.Parameter(torch.ones(size))
        self.shift = nn.Parameter(torch.zeros(size))
        self.register_buffer("mean", torch.zeros(size))
        self.register_buffer("variance", torch.ones(size))
        self.register_buffer("batches", torch.tensor(0), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.training:
            mean, variance = x.mean(0), x.var(0, unbiased=False)
            with torch.no_grad():
                self.mean.lerp_(mean, self.momentum)
                self.variance += self.momentum * (variance - self.variance)
                self.batches += 1
        else:
            mean, variance = self.mean, self.variance
        return (x - mean) / (variance + self.eps).sqrt() * self.gain + self.shift


class Centers(nn.Module):
    """Class centres as buffers: they follow the features, and pull on them."""

    def __init__(self, classes: int, width: int):
        super().__init__()
        self.register_buffer("centers", torch.zeros(classes, width))
        self.register_buffer("counts", torch.zeros(classes, dtype=torch.long))

    def forward(self, features: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        return (features - self.centers[labels]).pow(2).sum(1).mean()

    @torch.no_grad()
    def follow(self, features: torch.Tensor, labels: torch.Tensor, rate: float = 0.5) -> None:
        for label in labels.unique():
            members = features[labels == label]
            self.centers[label] += rate * (members.mean(0) - self.centers[label])
            self.counts[label] += len(members)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(6, 4)
        self.norm = RunningNorm(4)
        self.head = nn.Linear(4, 3)
        self.centers = Centers(3, 4)

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        features = self.norm(self.body(x)).relu()
        return features, self.head(features)


def main() -> None:
    torch.manual_seed(0)
    net = Net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for step in range(4):
        x, y = torch.randn(16, 6), torch.randint(3, (16,))
        features, logits = net(x)
        loss = F.cross_entropy(logits, y) + 0.01 * net.centers(features, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        net.centers.follow(features, y)
    net.eval()
    with torch.no_grad():
        _, logits = net(torch.randn(5, 6))
    print(logits.shape, net.norm.batches.item(), net.centers.counts.tolist())


main()
