# correct
"""A word model in the manner of the old examples: truncated history, tied weights, updates by hand."""
import math
import sys

import torch

from lm import data, model
from lm.training import evaluate, train_epoch

torch.manual_seed(2)
corpus = data.Corpus("the cat sat on the mat and the dog sat on the log " * 6)
train_data = data.batchify(corpus.ids, batch_size=4)
lm = model.RNNModel("LSTM" if len(sys.argv) < 2 else sys.argv[1], len(corpus), 12, 12, layers=2, tie=True)
assert lm.decoder.weight is lm.encoder.weight
lr, best = 2.0, None
for epoch in range(2):
    train_epoch(lm, corpus, train_data, lr, clip=0.25)
    loss = evaluate(lm, corpus, train_data)
    print(f"{epoch} {loss:.3f} {math.exp(loss):.2f}")
    if best is None or loss < best:
        best = loss
    else:
        lr /= 4.0
print(lm.encoder.weight.grad.norm())
