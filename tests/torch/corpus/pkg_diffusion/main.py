# correct
"""Learns to denoise points on a ring; averaged weights draw the samples."""
import torch

from diffusion import Denoiser, Schedule
from diffusion.averaging import Average
from diffusion.sampling import Sampler

torch.manual_seed(6)
schedule = Schedule(steps=8)
model = Denoiser(width=16)
average = Average(model, decay=0.9)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
angles = torch.rand(64) * 2 * torch.pi
ring = torch.stack([angles.cos(), angles.sin()], dim=1)
for epoch in range(2):
    for batch in ring.split(16):
        t = schedule.draw(len(batch))
        noise = torch.randn_like(batch)
        noisy = schedule.add_noise(batch, noise, t)
        loss = torch.nn.functional.mse_loss(model(noisy, t), noise)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average.update(model)
sampler = Sampler(average.model, schedule)
steps = [x.clone() for x in sampler.walk(4)]
assert len(steps) == 8 and not steps[-1].requires_grad
