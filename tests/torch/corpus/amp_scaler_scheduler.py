# correct
"""autocast and GradScaler on the CPU, with a scheduler, clipping and accumulation."""

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(0)
device = "cuda" if torch.cuda.is_available() else "cpu"
model = nn.Sequential(nn.Linear(4, 16), nn.GELU(), nn.Linear(16, 1)).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1e-2, total_steps=4)
scaler = torch.amp.GradScaler(device, enabled=device == "cuda")
x, y = torch.randn(8, 4, device=device), torch.randn(8, 1, device=device)

for step in range(4):
    with torch.autocast(device_type=device, dtype=torch.bfloat16):
        out = model(x)
        loss = F.mse_loss(out.float(), y) / 2
    scaled = scaler.scale(loss)
    scaled.backward()
    if (step + 1) % 2 == 0:
        scaler.unscale_(optimizer)
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        scaler.step(optimizer)
        scaler.update()
        optimizer.zero_grad(set_to_none=True)
    scheduler.step()

with torch.autocast("cpu", enabled=False), torch.no_grad():
    quiet = model(x)
rate = scheduler.get_last_lr()[0]
