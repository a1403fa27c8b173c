# cause: inference-mode
# torch: moves head
import torch
from torch import nn

backbone, head = nn.Linear(6, 4), nn.Linear(4, 2)
optimizer = torch.optim.SGD(head.parameters(), lr=0.1)
for step in range(3):
    with torch.inference_mode():
        features = backbone(torch.rand(8, 6))
    loss = head(features.clone()).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
