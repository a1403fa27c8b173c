# correct
"""Parts are built from dotted targets in a config, as with hydra's instantiate, in a `src` layout."""
import sys

import torch

from src.train import train

cfg = {
    "seed": 1,
    "model": {"_target_": "src.models.mlp.MLP", "sizes": [3, 6, 1], "dropout": 0.0},
    "loss": {"_target_": "torch.nn.HuberLoss", "delta": 0.5},
    "optimizer": {"_target_": "torch.optim.AdamW", "lr": 1e-2},
    "ema": {"_target_": "src.utils.ema.EMA", "decay": 0.9},
    "ckpt": None,
}
if len(sys.argv) > 10:
    cfg["ckpt"] = sys.argv[1]
model, history = train(cfg)
assert all(p.grad is not None for p in model.parameters())
print(history)
