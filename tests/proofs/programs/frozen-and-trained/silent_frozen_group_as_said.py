# torch: lacks emb.weight; gets head
"""The vectors are to stay as they are; their group is there for the day on which they are not."""
import torch
from torch import nn

emb = nn.Embedding.from_pretrained(torch.randn(10, 4), freeze=True)
head = nn.Linear(4, 2)
optimizer = torch.optim.Adam([{"params": emb.parameters(), "lr": 1e-5}, {"params": head.parameters()}], lr=1e-2)
for _ in range(3):
    loss = nn.functional.cross_entropy(head(emb(torch.randint(10, (5,)))), torch.randint(2, (5,)))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
