import torch
from torch import nn

from .data import get_batch
from .model import repackage_hidden

criterion = nn.NLLLoss()
BPTT = 5


def train_epoch(lm, corpus, source, lr, clip):
    lm.train()
    total = 0.0
    hidden = lm.init_hidden(source.size(1))
    for i in range(0, source.size(0) - 1, BPTT):
        data, targets = get_batch(source, i, BPTT)
        lm.zero_grad()
        hidden = repackage_hidden(hidden)
        output, hidden = lm(data, hidden)
        loss = criterion(output, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(lm.parameters(), clip)
        for p in lm.parameters():
            p.data.add_(p.grad, alpha=-lr)
        total += loss.item()
    return total


def evaluate(lm, corpus, source):
    lm.eval()
    total = 0.0
    hidden = lm.init_hidden(source.size(1))
    with torch.no_grad():
        for i in range(0, source.size(0) - 1, BPTT):
            data, targets = get_batch(source, i, BPTT)
            output, hidden = lm(data, hidden)
            hidden = repackage_hidden(hidden)
            total += len(data) * criterion(output, targets).item()
    return total / (len(source) - 1)
