# correct
"""A loop that survives bad batches: try, except, else, finally, and restoring from a checkpoint."""
import io
import math
import sys
import warnings

import torch
from torch import nn


class NaNLoss(RuntimeError):
    pass


class BadBatch(ValueError):
    def __init__(self, index, reason):
        super().__init__(f"batch {index}: {reason}")
        self.index = index


def load(index):
    if index == 2:
        raise BadBatch(index, "file is truncated")
    x = torch.randn(6, 4)
    if index == 4:
        x[0, 0] = float("nan")
    return x, torch.randint(0, 2, (6,))


def save(model, optimizer):
    buffer = io.BytesIO()
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict()}, buffer)
    return buffer.getvalue()


def restore(blob, model, optimizer):
    state = torch.load(io.BytesIO(blob), weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])


model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
criterion = nn.CrossEntropyLoss()
checkpoint = save(model, optimizer)
seen, skipped, restored = 0, [], 0

for index in range(7):
    try:
        x, y = load(index)
        loss = criterion(model(x), y)
        if not math.isfinite(loss.item()):
            raise NaNLoss(f"loss is {loss.item()}")
    except BadBatch as error:
        skipped.append(error.index)
        print("skip:", error, file=sys.stderr)
        continue
    except NaNLoss:
        restore(checkpoint, model, optimizer)
        restored += 1
        continue
    else:
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        checkpoint = save(model, optimizer)
    finally:
        seen += 1

print(seen, skipped, restored, f"{loss.item():.3f}")

try:
    outputs = model(torch.randn(3, 5))
except (RuntimeError, ValueError) as error:
    outputs = model(torch.randn(3, 4))
    print("as expected:", str(error)[:30])
finally:
    probabilities = outputs.softmax(dim=-1)
print(probabilities.requires_grad)

with warnings.catch_warnings():
    warnings.simplefilter("error")
    total = sum(p.grad.pow(2).sum() for p in model.parameters() if p.grad is not None)
    print(total.sqrt().item() > 0)
