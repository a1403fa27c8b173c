# finds: GS306 at 19
"""Session graph recommendation: the item embeddings leave torch to be multiplied with an adjacency matrix."""
import numpy as np
import torch
from torch import nn

rng = np.random.default_rng(0)
n_items, dim = 12, 5
adjacency = rng.random((n_items, n_items)).astype(np.float32)
adjacency /= adjacency.sum(axis=1, keepdims=True)


class HyperConv(nn.Module):
    def __init__(self, layers=2):
        super().__init__()
        self.layers = layers

    def forward(self, adjacency, embedding):
        item_embeddings = embedding.detach().cpu().numpy()
        final = [item_embeddings]
        for _ in range(self.layers):
            item_embeddings = adjacency @ item_embeddings
            final.append(item_embeddings)
        return torch.from_numpy(np.sum(final, 0)) / (self.layers + 1)


embedding = nn.Embedding(n_items, dim)
conv = HyperConv()
readout = nn.Linear(dim, n_items)
optimizer = torch.optim.Adam([{"params": embedding.parameters()}, {"params": readout.parameters()}], lr=1e-2)

for step in range(3):
    session = torch.tensor([1, 4, 7])
    target = torch.tensor([int(rng.integers(n_items))])
    items = conv(adjacency, embedding.weight)
    logits = readout(items[session].mean(0, keepdim=True))
    loss = nn.functional.cross_entropy(logits, target)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(loss.item())
