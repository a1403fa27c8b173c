# finds: GS201 at 32
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves model
import numpy as np
import torch
from torch import nn


def load_glove(vocab, dim=8):
    rng = np.random.default_rng(0)
    return {w: rng.normal(size=dim).astype("float32") for w in vocab}


class BagOfWords(nn.Module):
    def __init__(self, vectors, n_classes):
        super().__init__()
        weights = torch.from_numpy(np.stack(list(vectors.values())))
        self.embedding = nn.Embedding.from_pretrained(weights, padding_idx=0)

    def forward(self, ids):
        mask = (ids != 0).unsqueeze(-1).float()
        return (self.embedding(ids) * mask).sum(1) / mask.sum(1).clamp(min=1)


vocab = ["<pad>", "good", "bad", "movie", "plot"]
model = BagOfWords(load_glove(vocab), 2)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    ids, target = torch.randint(1, 5, (4, 3)), torch.rand(4, 8)
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(ids), target)
    loss.backward()
    optimizer.step()
