# correct
import math

import torch
from torch import nn
from torch.nn import functional as F


class LoRALinear(nn.Module):
    """A frozen linear layer with a trainable low-rank update."""

    def __init__(self, base: nn.Linear, rank: int = 2, alpha: float = 4.0, dropout: float = 0.0):
        super().__init__()
        self.base = base
        for p in self.base.parameters():
            p.requires_grad_(False)
        self.lora_A = nn.Parameter(torch.empty(rank, base.in_features))
        self.lora_B = nn.Parameter(torch.zeros(base.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_A, a=math.sqrt(5))
        self.scaling = alpha / rank
        self.dropout = nn.Dropout(dropout) if dropout > 0 else nn.Identity()

    def forward(self, x):
        update = F.linear(F.linear(self.dropout(x), self.lora_A), self.lora_B)
        return self.base(x) + self.scaling * update

    @torch.no_grad()
    def merge(self):
        self.base.weight += self.scaling * (self.lora_B @ self.lora_A)
        return self.base


def inject(model: nn.Module) -> nn.Module:
    for name, child in model.named_children():
        if isinstance(child, nn.Linear):
            setattr(model, name, LoRALinear(child))
        else:
            inject(child)
    return model


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(20, 8)
        self.up = nn.Linear(8, 16)
        self.down = nn.Linear(16, 4)
        self.embed.weight.requires_grad_(False)

    def forward(self, tokens):
        h = self.embed(tokens).mean(dim=1)
        return self.down(torch.relu(self.up(h)))


model = inject(Classifier())
trainable = [p for p in model.parameters() if p.requires_grad]
assert len(trainable) == 4
optimizer = torch.optim.AdamW(trainable, lr=1e-2)
tokens, target = torch.randint(20, (6, 5)), torch.randint(4, (6,))

for step in range(5):
    logits = model(tokens)
    loss = F.cross_entropy(logits, target)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

merged = model.up.merge()
print(loss.item(), merged.weight.requires_grad, model.up.lora_A.grad is not None)
