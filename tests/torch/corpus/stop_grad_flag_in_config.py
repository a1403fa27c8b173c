# finds: GS303 at 24
# The flag is negated once too often: with `finetune=True` the encoder never records anything.
from dataclasses import dataclass

import torch
from torch import nn


@dataclass(frozen=True)
class Config:
    finetune: bool = True
    width: int = 8
    lr: float = 1e-3


class Model(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.cfg = cfg
        self.bert = nn.Sequential(nn.Embedding(30, cfg.width), nn.Linear(cfg.width, cfg.width), nn.GELU())
        self.head = nn.Linear(cfg.width, 2)

    def forward(self, tokens):
        with torch.set_grad_enabled(not self.cfg.finetune):
            hidden = self.bert(tokens).mean(dim=1)
        return self.head(hidden)


cfg = Config(lr=5e-4)
model = Model(cfg)
optimizer = torch.optim.AdamW(
    [{"params": model.bert.parameters(), "lr": cfg.lr / 10}, {"params": model.head.parameters(), "lr": cfg.lr}]
)
for step in range(3):
    tokens, labels = torch.randint(30, (4, 6)), torch.randint(2, (4,))
    loss = nn.functional.cross_entropy(model(tokens), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
