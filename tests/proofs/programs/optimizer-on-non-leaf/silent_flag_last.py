# cause: nonleaf-optimizer
# torch: moves noise
import torch

noise = (torch.randn(3, 8) * 0.01).requires_grad_()
optimizer = torch.optim.Adam([noise], lr=0.05)
for step in range(3):
    optimizer.zero_grad()
    (noise - 1).pow(2).mean().backward()
    optimizer.step()
