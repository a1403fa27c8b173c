# correct
import torch
from torch import nn
import torch.nn.functional as F


class EmbeddingNet(nn.Module):
    def __init__(self, dim=6, out=4):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim, 16), nn.PReLU(), nn.Linear(16, out))

    def forward(self, x):
        return F.normalize(self.net(x), p=2, dim=1)


def pairwise_distances(embeddings, squared=False):
    dot_product = embeddings @ embeddings.t()
    square_norm = dot_product.diag()
    distances = square_norm.unsqueeze(0) - 2.0 * dot_product + square_norm.unsqueeze(1)
    distances = distances.clamp(min=0)
    if not squared:
        mask = distances.eq(0).float()
        distances = (1.0 - mask) * torch.sqrt(distances + mask * 1e-16)
    return distances


def batch_hard_triplet_loss(labels, embeddings, margin):
    dist = pairwise_distances(embeddings)
    same = labels.unsqueeze(0) == labels.unsqueeze(1)
    not_self = ~torch.eye(labels.size(0), dtype=torch.bool)
    anchor_positive = (same & not_self).float() * dist
    hardest_positive, _ = anchor_positive.max(1, keepdim=True)
    max_anchor_negative, _ = dist.max(1, keepdim=True)
    anchor_negative = dist + max_anchor_negative * same.float()
    hardest_negative, _ = anchor_negative.min(1, keepdim=True)
    loss = (hardest_positive - hardest_negative + margin).relu()
    return loss.mean()


def recall_at_1(embeddings, labels):
    with torch.no_grad():
        dist = pairwise_distances(embeddings)
        dist.fill_diagonal_(float("inf"))
        nearest = dist.argmin(dim=1)
    return (labels[nearest] == labels).float().mean().item()


net = EmbeddingNet()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
centers = torch.randn(3, 6) * 2
for step in range(6):
    labels = torch.arange(12) % 3
    x = centers[labels] + 0.3 * torch.randn(12, 6)
    embeddings = net(x)
    loss = batch_hard_triplet_loss(labels, embeddings, margin=1.0)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 3 == 2:
        print(f"step {step} loss {loss:.4f} recall@1 {recall_at_1(embeddings, labels):.2f}")
