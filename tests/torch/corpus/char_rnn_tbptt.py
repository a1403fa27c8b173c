# correct
"""Truncated backpropagation through time: the hidden state is carried, but detached at every chunk."""
import torch
from torch import nn

text = "the quick brown fox jumps over the lazy dog " * 3
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
encoded = torch.tensor([stoi[c] for c in text])


class CharLSTM(nn.Module):
    def __init__(self, vocab, hidden=12, layers=1):
        super().__init__()
        self.hidden, self.layers = hidden, layers
        self.emb = nn.Embedding(vocab, 8)
        self.lstm = nn.LSTM(8, hidden, layers, batch_first=True)
        self.head = nn.Linear(hidden, vocab)

    def forward(self, x, state):
        out, state = self.lstm(self.emb(x), state)
        return self.head(out), state

    def init_hidden(self, batch):
        weight = next(self.parameters())
        return (
            weight.new_zeros(self.layers, batch, self.hidden),
            weight.new_zeros(self.layers, batch, self.hidden),
        )


def repackage_hidden(h):
    """Wraps hidden states in new tensors, to detach them from their history."""
    if isinstance(h, torch.Tensor):
        return h.detach()
    return tuple(repackage_hidden(v) for v in h)


model = CharLSTM(len(chars))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
bptt = 11

for epoch in range(2):
    hidden = model.init_hidden(1)
    total = 0.0
    for i in range(0, encoded.size(0) - 1 - bptt, bptt):
        data = encoded[i : i + bptt].unsqueeze(0)
        targets = encoded[i + 1 : i + 1 + bptt]
        hidden = repackage_hidden(hidden)
        model.zero_grad()
        output, hidden = model(data, hidden)
        loss = criterion(output.view(-1, len(chars)), targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.25)
        optimizer.step()
        total += loss.item()
    print(epoch, total)

with torch.no_grad():
    idx, hidden = encoded[:1].unsqueeze(0), model.init_hidden(1)
    out = []
    while len(out) < 8:
        logits, hidden = model(idx, hidden)
        idx = torch.multinomial(logits[0, -1].softmax(-1), 1).unsqueeze(0)
        out.append(chars[idx.item()])
print("".join(out))
