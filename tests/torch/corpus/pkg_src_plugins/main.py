# correct
"""A package in `src` that gives its heads away lazily and looks its parts up by name."""
import torch

import tagger
from tagger.core import Tagger
from tagger.core.crf import Crf

torch.manual_seed(18)
print(tagger.__version__, tagger.Softmax.__name__)
words = torch.randint(0, 10, (3, 5))
tags = torch.randint(0, 4, (3, 5))
for head in (tagger.Softmax(4), Crf(4)):
    model = Tagger(vocabulary=10, width=6, head=head)
    optimizer = torch.optim.Adam(model.parameters())
    for _ in range(2):
        loss = model.loss(words, tags)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert model.embed.weight.grad is not None
    print(type(head).__name__, loss.item(), model.score(words, tags))
