# correct
import collections
import random

import torch
import torch.nn as nn
import torch.nn.functional as F

corpus = ("we are about to study the idea of a computational process " * 2).split()
vocab = sorted(set(corpus))
word_to_ix = {w: i for i, w in enumerate(vocab)}
counts = collections.Counter(corpus)
freq = torch.tensor([counts[w] for w in vocab], dtype=torch.float).pow(0.75)


class SkipGram(nn.Module):
    def __init__(self, vocab_size, dim):
        super().__init__()
        self.center = nn.Embedding(vocab_size, dim, sparse=True)
        self.context = nn.Embedding(vocab_size, dim, sparse=True)
        nn.init.uniform_(self.center.weight, -0.5 / dim, 0.5 / dim)
        self.context.weight.data.zero_()

    def forward(self, center, context, negatives):
        v = self.center(center)
        positive = F.logsigmoid((v * self.context(context)).sum(-1))
        negative = F.logsigmoid(-torch.bmm(self.context(negatives), v.unsqueeze(2)).squeeze(2)).sum(-1)
        return -(positive + negative).mean()


def pairs(tokens, window=2):
    for i, w in enumerate(tokens):
        for j in range(max(0, i - window), min(len(tokens), i + window + 1)):
            if i != j:
                yield word_to_ix[w], word_to_ix[tokens[j]]


model = SkipGram(len(vocab), 6)
optimizer = torch.optim.SparseAdam(list(model.parameters()), lr=1e-2)
data = list(pairs(corpus))
random.Random(0).shuffle(data)
for start in range(0, 48, 16):
    center, context = torch.tensor(data[start : start + 16]).t()
    negatives = torch.multinomial(freq, 16 * 3, replacement=True).view(16, 3)
    loss = model(center, context, negatives)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(start, loss.item(), model.center.weight.grad.is_sparse)

# matrix factorisation with biases, on a small table of ratings
users, items, ratings = torch.randint(6, (30,)), torch.randint(5, (30,)), torch.rand(30) * 4 + 1


class MatrixFactorization(nn.Module):
    def __init__(self, n_users, n_items, n_factors=3):
        super().__init__()
        self.user_factors, self.item_factors = nn.Embedding(n_users, n_factors), nn.Embedding(n_items, n_factors)
        self.user_bias, self.item_bias = nn.Embedding(n_users, 1), nn.Embedding(n_items, 1)
        self.mu = nn.Parameter(torch.zeros(()))

    def forward(self, user, item):
        dot = (self.user_factors(user) * self.item_factors(item)).sum(1)
        return self.mu + dot + self.user_bias(user).squeeze() + self.item_bias(item).squeeze()


mf = MatrixFactorization(6, 5)
optimizer = torch.optim.SGD(mf.parameters(), lr=0.05, weight_decay=1e-3)
for epoch in range(3):
    optimizer.zero_grad()
    loss = F.mse_loss(mf(users, items), ratings)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item(), mf.mu.item())

with torch.no_grad():
    vectors = F.normalize(model.center.weight, dim=1)
    nearest = (vectors @ vectors[word_to_ix["study"]]).topk(3).indices
print([vocab[i] for i in nearest])
