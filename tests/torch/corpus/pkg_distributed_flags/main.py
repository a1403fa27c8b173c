# correct
"""A script that may run distributed: wrappers by flag, unwrapped checkpoints, all-reduce only with a group."""
import os

import torch

from dist_utils import all_reduce_mean, is_dist, unwrap, wrap
from model import build, loss_fn

torch.manual_seed(0)
rank = int(os.environ.get("RANK", -1))
model = wrap(build(), rank, compile_it=os.environ.get("COMPILE") == "1")
optimizer = torch.optim.AdamW(unwrap(model).param_groups(1e-2), lr=1e-3)
scaler = torch.amp.GradScaler("cpu", enabled=False)
accumulate = 2
for step in range(4):
    x, y = torch.randn(4, 6), torch.randint(0, 3, (4,))
    sync = (step + 1) % accumulate == 0
    context = model.no_sync() if is_dist() and not sync else torch.autocast("cpu", enabled=False)
    with context:
        loss, parts = loss_fn(model, x, y)
        scaler.scale(loss / accumulate).backward()
    logs = {k: all_reduce_mean(v.detach()) for k, v in parts.items()}
    if sync:
        scaler.unscale_(optimizer)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=True)
        if rank in (-1, 0):
            print({k: round(v.item(), 4) for k, v in logs.items()}, norm.item())
state = {"model": unwrap(model).state_dict(), "optimizer": optimizer.state_dict()}
