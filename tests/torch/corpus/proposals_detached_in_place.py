# finds: GS301 at 27
"""Two-stage detector in which proposals are detached twice: once on purpose, once too early."""
import torch
from torch import nn
import torch.nn.functional as F


class RPN(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.score, self.box = nn.Linear(dim, 1), nn.Linear(dim, 4)

    def forward(self, feats):
        return self.score(feats).squeeze(-1), self.box(feats)


class Detector(nn.Module):
    def __init__(self, dim=6, classes=3):
        super().__init__()
        self.backbone = nn.Linear(10, dim)
        self.rpn = RPN(dim)
        self.cls = nn.Linear(dim + 4, classes)

    def forward(self, x):
        feats = torch.relu(self.backbone(x))
        scores, boxes = self.rpn(feats)
        boxes.detach_()
        keep = scores.detach().topk(3).indices
        proposals = torch.cat([feats[keep], boxes[keep]], dim=1)
        return scores, self.cls(proposals), keep


det = Detector()
opt = torch.optim.SGD(det.parameters(), lr=0.05)
for step in range(3):
    x = torch.randn(8, 10)
    objectness, labels = (x.sum(1) > 0).float(), torch.randint(3, (8,))
    scores, logits, keep = det(x)
    loss = F.binary_cross_entropy_with_logits(scores, objectness) + F.cross_entropy(logits, labels[keep])
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(step, loss.item())
