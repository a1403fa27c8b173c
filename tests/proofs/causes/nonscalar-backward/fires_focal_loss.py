# finds: GS207 at 33
# torch: raises RuntimeError: grad can be implicitly created only for scalar outputs
# fixed: gets net[0].weight, net[3]
import torch
import torch.nn as nn


class FocalLoss(nn.Module):
    def __init__(self, gamma=2.0, alpha=0.25, reduction="none"):
        super().__init__()
        self.gamma, self.alpha, self.reduction = gamma, alpha, reduction
        self.ce = nn.CrossEntropyLoss(reduction="none")

    def forward(self, logits, target):
        logp = self.ce(logits, target)
        p = torch.exp(-logp)
        loss = self.alpha * (1 - p) ** self.gamma * logp
        if self.reduction == "mean":
            return loss.mean()
        if self.reduction == "sum":
            return loss.sum()
        return loss


net = nn.Sequential(nn.Linear(12, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Linear(24, 4))
criterion = FocalLoss()
opt = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9, nesterov=True)
for epoch in range(2):
    for _ in range(2):
        x, y = torch.randn(16, 12), torch.randint(0, 4, (16,))
        opt.zero_grad()
        loss = criterion(net(x), y)
        loss.backward()
        opt.step()
