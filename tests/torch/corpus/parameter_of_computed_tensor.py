# finds: GS307 at 22 or GS303 at 23 or GS303 at 24
# Prototypes are "made learnable" inside the loop; wrapping cuts them from the encoder that computed them.
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(2)
encoder = nn.Sequential(nn.Linear(5, 10), nn.ReLU(), nn.Linear(10, 4))
scale = nn.Parameter(torch.tensor(1.0))
optimizer = torch.optim.Adam([{"params": encoder.parameters()}, {"params": [scale]}], lr=1e-2)


def episode(n_way=3, k_shot=4, n_query=5):
    centers = 2 * torch.randn(n_way, 5)
    support = centers.repeat_interleave(k_shot, 0) + 0.3 * torch.randn(n_way * k_shot, 5)
    query = centers.repeat_interleave(n_query, 0) + 0.3 * torch.randn(n_way * n_query, 5)
    return support, query, torch.arange(n_way).repeat_interleave(n_query)


for step in range(3):
    support, query, labels = episode()
    prototypes = nn.Parameter(encoder(support).view(3, 4, -1).mean(1))
    with torch.no_grad():
        embedded = encoder(query)
    logits = -scale * torch.cdist(embedded, prototypes)
    loss = F.cross_entropy(logits, labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
