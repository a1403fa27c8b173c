# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 28
import torch
from torch import nn


class SentimentModel(nn.Module):
    def __init__(self, vocab_size: int, dim: int = 8):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, dim)
        self.rnn = nn.GRU(dim, dim, batch_first=True)
        self.out = nn.Linear(dim, 2)

    @torch.no_grad()
    def forward(self, ids):
        emb = self.embedding(ids)
        _, last = self.rnn(emb)
        return self.out(last.squeeze(0))


def train_one_epoch(model, batches, optimizer, loss_fn):
    model.train()
    total = 0.0
    for ids, labels in batches:
        optimizer.zero_grad()
        logits = model(ids)
        loss = loss_fn(logits, labels)
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total


model = SentimentModel(50)
batches = [(torch.randint(50, (4, 6)), torch.randint(2, (4,))) for _ in range(3)]
optimizer = torch.optim.Adam(model.parameters())
print(train_one_epoch(model, batches, optimizer, nn.CrossEntropyLoss()))
