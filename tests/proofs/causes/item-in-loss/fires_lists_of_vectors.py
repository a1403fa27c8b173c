# finds: GS305 at 20
# torch: gets head.weight; lacks emb.weight
# fixed: gets head.weight, emb.weight
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence

torch.manual_seed(0)
emb = nn.Embedding(30, 8)
rnn = nn.GRU(8, 8, batch_first=True)
head = nn.Linear(8, 2)
optimizer = torch.optim.Adam([{"params": emb.parameters(), "lr": 1e-2}, {"params": [*rnn.parameters(), *head.parameters()]}])


def encode(sentences):
    """Embeds sentences of different lengths and pads them."""
    vectors = []
    for words in sentences:
        ids = torch.tensor(words)
        vectors.append(torch.tensor(emb(ids).tolist()))
    lengths = torch.tensor([len(v) for v in vectors])
    return pad_sequence(vectors, batch_first=True), lengths


def classify(sentences):
    padded, lengths = encode(sentences)
    out, _ = rnn(padded)
    last = out[torch.arange(len(lengths)), lengths - 1]
    return head(last)


data = [([1, 2, 3], 0), ([4, 5], 1), ([6, 7, 8, 9], 1), ([3], 0)]
for epoch in range(3):
    optimizer.zero_grad()
    logits = classify([s for s, _ in data])
    loss = nn.functional.cross_entropy(logits, torch.tensor([y for _, y in data]))
    loss.backward()
    optimizer.step()
