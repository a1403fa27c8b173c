# torch: moves model
import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self, words, width):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.out = nn.Linear(width, words, bias=False)
        self.out.weight = self.embed.weight
        self.register_buffer("start", self.embed.weight.detach().clone())

    def forward(self, tokens):
        return self.out(self.embed(tokens))


model = Tied(10, 4)
optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
tokens = torch.randint(10, (6,))
for step in range(2):
    optimizer.zero_grad()
    nn.functional.cross_entropy(model(tokens), tokens).backward()
    optimizer.step()
