import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self, vectors):
        super().__init__()
        self.embed = nn.Embedding.from_pretrained(vectors)
        self.rnn = nn.GRU(vectors.shape[1], 5, batch_first=True)
        self.out = nn.Linear(5, 3)
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, words):
        states, _ = self.rnn(self.embed(words))
        return self.out(states) + self.bias


tagger = Tagger(torch.rand(10, 4))
optimizer = torch.optim.SGD([p for p in tagger.parameters() if p.requires_grad], lr=0.1)
loss = tagger(torch.tensor([[1, 2, 3]])).sum()
loss.backward()
# ask
tagger
tagger.embed
tagger.rnn
optimizer
tagger.embed.weight.grad
tagger.bias.grad
