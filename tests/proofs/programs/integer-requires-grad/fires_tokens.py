# cause: int-dtype
# finds: GS406 at 21
# torch: raises RuntimeError: only Tensors of floating point dtype can require gradients
# fixed: gets model
import torch
from torch import nn


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4)
        self.out = nn.Linear(4, 2)

    def forward(self, tokens):
        return self.out(self.embed(tokens).mean(1))


model = Tagger()
tokens = torch.randint(0, 10, (3, 5))
tokens.requires_grad_(True)  # the tokens of one batch
model(tokens).sum().backward()
