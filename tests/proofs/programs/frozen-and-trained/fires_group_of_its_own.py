# cause: frozen-params
# finds: GS507 at 17
# torch: lacks clf.emb.weight; gets clf.fc
# fixed: gets clf.emb.weight; moves clf
import torch
from torch import nn


def load_vectors(path=None, n=20, d=6):
    """Stands in for reading GloVe."""
    return torch.randn(n, d)


class Classifier(nn.Module):
    def __init__(self, vectors, classes=2):
        super().__init__()
        self.emb = nn.Embedding.from_pretrained(vectors)
        self.fc = nn.Linear(vectors.size(1), classes)

    def forward(self, ids):
        return self.fc(self.emb(ids).mean(1))


clf = Classifier(load_vectors())
groups = [{"params": clf.emb.parameters(), "lr": 1e-4}, {"params": clf.fc.parameters()}]
opt = torch.optim.AdamW(groups, lr=1e-3)
for _ in range(3):
    ids, y = torch.randint(0, 20, (4, 5)), torch.randint(0, 2, (4,))
    loss = nn.functional.cross_entropy(clf(ids), y)
    opt.zero_grad()
    loss.backward()
    opt.step()
