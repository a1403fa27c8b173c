# correct
"""The src layout: the package lies in src/, with relative imports and re-exports."""
import torch

from vision import Config, build
from vision.training import Trainer

config = Config(width=6)
trainer = Trainer(build(config), config)
history = trainer.fit(torch.randn(10, config.width), torch.randn(10, 1))
best = trainer.evaluate(torch.randn(4, config.width))
print(history, best)
