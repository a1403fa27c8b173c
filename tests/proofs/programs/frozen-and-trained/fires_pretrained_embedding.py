# cause: frozen-params
# finds: GS507 at 9
# torch: gets head; lacks embedding.weight; stays embedding.weight
# fixed: gets head, embedding; moves embedding
import torch
from torch import nn

vectors = torch.rand(50, 8)
embedding = nn.Embedding.from_pretrained(vectors)
head = nn.Linear(8, 2)
slow = torch.optim.SGD(embedding.parameters(), lr=0.01)
fast = torch.optim.SGD(head.parameters(), lr=0.1)
for epoch in range(2):
    loss = nn.functional.cross_entropy(head(embedding(torch.randint(50, (16,)))), torch.randint(2, (16,)))
    slow.zero_grad()
    fast.zero_grad()
    loss.backward()
    slow.step()
    fast.step()
