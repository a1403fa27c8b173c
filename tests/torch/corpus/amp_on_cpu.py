# correct
"""Mixed precision on the CPU, with a scaler that is switched off where there is no GPU."""
import contextlib
import logging

import torch
import torch.nn as nn

logging.basicConfig(level=logging.WARNING)
log = logging.getLogger(__name__)

device_type = "cuda" if torch.cuda.is_available() else "cpu"
dtype = torch.bfloat16
use_amp = True
ctx = torch.autocast(device_type=device_type, dtype=dtype) if use_amp else contextlib.nullcontext()
scaler = torch.amp.GradScaler("cuda", enabled=torch.cuda.is_available())


class Residual(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.ff = nn.Sequential(nn.Linear(dim, 2 * dim), nn.GELU(), nn.Linear(2 * dim, dim))

    def forward(self, x):
        return x + self.ff(self.norm(x))


model = nn.Sequential(nn.Linear(6, 12), *[Residual(12) for _ in range(2)], nn.Linear(12, 2))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
criterion = nn.CrossEntropyLoss()
skipped = 0

for it in range(4):
    x, y = torch.randn(10, 6), torch.randint(2, (10,))
    with ctx:
        logits = model(x)
        loss = criterion(logits.float(), y)
    assert logits.dtype == dtype or not use_amp
    optimizer.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    total_norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    if not torch.isfinite(total_norm):
        log.warning("skipping step %d", it)
        skipped += 1
        continue
    scaler.step(optimizer)
    scaler.update()
    print(it, loss.dtype, loss.item(), total_norm.item())

with torch.inference_mode(), ctx:
    probs = model(torch.randn(2, 6)).softmax(-1)
print(probs.shape, skipped)
