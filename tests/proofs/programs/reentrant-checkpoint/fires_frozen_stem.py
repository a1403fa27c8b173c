# cause: checkpoint-reentrant
# finds: GS311 at 21
# torch: gets model.head; stays model.layer.weight
# fixed: moves model.layer, model.head
import torch
from torch import nn
from torch.utils.checkpoint import checkpoint


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(10, 4).requires_grad_(False)
        self.layer, self.head = nn.Linear(4, 4), nn.Linear(4, 2)

    def run_layer(self, x):
        return self.layer(x).relu() + 1

    def forward(self, tokens):
        x = self.embed(tokens)
        x = checkpoint(
            self.run_layer,
            x,
            use_reentrant=True,
        )
        return self.head(x)


model = Encoder()
optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    model(torch.randint(10, (4, 3))).pow(2).mean().backward()
    optimizer.step()
