# finds: GS303 at 14
"""The encoder's helper was decorated for inference and is now called from training too."""
import torch
from torch import nn, optim


class RetrievalModel(nn.Module):
    def __init__(self, vocab=40, dim=8):
        super().__init__()
        self.tokens = nn.EmbeddingBag(vocab, dim)
        self.project = nn.Linear(dim, dim)
        self.temperature = nn.Parameter(torch.tensor(1.0))

    @torch.no_grad()
    def encode(self, ids):
        return nn.functional.normalize(self.project(self.tokens(ids)), dim=-1)

    def forward(self, queries, documents):
        q, d = self.encode(queries), self.encode(documents)
        return q @ d.t() / self.temperature


model = RetrievalModel()
optimizer = optim.AdamW(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()

for step in range(3):
    queries = torch.randint(40, (6, 4))
    documents = torch.randint(40, (6, 9))
    scores = model(queries, documents)
    loss = criterion(scores, torch.arange(6))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

model.eval()
print("temperature", model.temperature.item(), "vector", model.encode(torch.randint(40, (1, 4))).shape)
