# cause: inference-mode
# finds: GS304 at 13
# torch: raises RuntimeError: Inference tensors cannot be saved for backward
# fixed: moves head
import torch
from torch import nn

backbone, head = nn.Linear(6, 4), nn.Linear(4, 2)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(3):
    with torch.inference_mode():
        features = backbone(torch.rand(8, 6))
    loss = nn.functional.cross_entropy(head(features), torch.randint(2, (8,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
