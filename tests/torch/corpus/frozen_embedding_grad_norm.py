# raises: AttributeError: 'NoneType' object has no attribute 'norm'
# finds: GS102 at 31
from torch import nn
import torch
import torch.nn.functional as F


class BagClassifier(nn.Module):
    """Pretrained vectors, average pooling, one linear layer."""

    def __init__(self, vectors, num_classes):
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(vectors)
        self.linear = nn.Linear(vectors.size(1), num_classes)

    def forward(self, token_ids):
        return self.linear(self.embedding(token_ids).mean(dim=1))


glove = torch.randn(30, 6)
model = BagClassifier(glove, 4)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

tokens = torch.randint(0, 30, (8, 7))
labels = torch.randint(0, 4, (8,))

for epoch in range(3):
    optimizer.zero_grad()
    loss = F.cross_entropy(model(tokens), labels)
    loss.backward()
    emb_norm = model.embedding.weight.grad.norm()
    optimizer.step()
    print(epoch, loss.item(), emb_norm.item())
