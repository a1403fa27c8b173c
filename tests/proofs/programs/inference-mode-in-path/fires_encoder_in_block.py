# cause: inference-mode
# finds: GS304 at 24
# torch: raises RuntimeError: Inference tensors cannot be saved for backward
# fixed: moves encoder, head
import torch
import torch.nn.functional as F
from torch import nn

encoder = nn.Sequential(nn.Linear(10, 8), nn.ReLU(), nn.Linear(8, 4))
head = nn.Linear(4, 2)
optimizer = torch.optim.Adam([{"params": encoder.parameters()}, {"params": head.parameters(), "lr": 0.1}])


def batches():
    for _ in range(3):
        yield torch.rand(8, 10), torch.randint(2, (8,))


for x, y in batches():
    with torch.inference_mode():
        features = encoder(x)
        norm = features.norm(dim=1).mean()
    optimizer.zero_grad()
    logits = head(features)
    loss = F.cross_entropy(logits, y)
    loss.backward()
    optimizer.step()
print(norm)
