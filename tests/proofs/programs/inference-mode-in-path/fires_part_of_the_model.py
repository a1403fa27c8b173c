# cause: inference-mode
# finds: GS304 at 16
# torch: gets model.bias; stays model.embed.weight
# fixed: moves model
import torch
from torch import nn


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 3)
        self.bias = nn.Parameter(torch.zeros(3))

    def forward(self, tokens):
        with torch.inference_mode():
            vectors = self.embed(tokens)
        return vectors + self.bias


model = Model()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
for step in range(2):
    optimizer.zero_grad()
    model(torch.randint(10, (5,))).pow(2).sum().backward()
    optimizer.step()
