# correct
"""A Dataset of the program, a collate function, a sampler, `Subset`, and batches that are dicts."""

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import ConcatDataset, DataLoader, Dataset, Subset

torch.manual_seed(0)


class Words(Dataset):
    def __init__(self, count: int) -> None:
        self.items = [torch.randint(1, 9, (2 + i % 3,)) for i in range(count)]

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index):
        return {"ids": self.items[index], "label": float(index % 2)}


def collate(samples):
    ids = pad_sequence([sample["ids"] for sample in samples], batch_first=True)
    labels = torch.tensor([sample["label"] for sample in samples])
    return {"ids": ids, "mask": (ids > 0).float(), "label": labels}


class Tagger(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.embed = nn.Embedding(10, 6, padding_idx=0)
        self.out = nn.Linear(6, 1)

    def forward(self, ids, mask):
        vectors = self.embed(ids)
        pooled = (vectors * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
        return self.out(pooled).squeeze(-1)


whole = ConcatDataset([Words(6), Words(4)])
train, rest = Subset(whole, range(8)), Subset(whole, [8, 9])
model = Tagger()
optimizer = torch.optim.Adam(model.parameters())
for epoch in range(2):
    for index, batch in enumerate(DataLoader(train, batch_size=4, shuffle=True, collate_fn=collate)):
        logits = model(batch["ids"], batch["mask"])
        loss = F.binary_cross_entropy_with_logits(logits, batch["label"])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
model.eval()
with torch.inference_mode():
    for batch in DataLoader(rest, batch_size=2, collate_fn=collate):
        guess = model(batch["ids"], batch["mask"]).sigmoid() > 0.5
sample = whole[0]["ids"]
