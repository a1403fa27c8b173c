# correct
"""Trains a small convolutional net as its configuration says."""
from dataclasses import asdict, replace

import torch

from vision import Config, build, loaders
from vision.engine import Engine

torch.manual_seed(0)
config = replace(Config(), epochs=2, schedule="cosine")
print(asdict(config))
train, valid = loaders(config)
model = build(config)
engine = Engine(model, config)
history = []
for epoch in range(config.epochs):
    train_loss = engine.train_epoch(train)
    report = engine.evaluate(valid)
    history.append((train_loss, report["loss"]))
    print(f"{epoch}: {train_loss:.3f} {report['loss']:.3f} {report['accuracy']:.2%}")
first = next(model.parameters())
assert first.grad is not None
best = min(history, key=lambda row: row[1])
