# cause: nonleaf-optimizer
# finds: GS501 at 9
# torch: raises ValueError: can't optimize a non-leaf Tensor
# fixed: moves noise
import torch

target = torch.rand(3, 8, 8)
noise = torch.randn(3, 8, 8, requires_grad=True) * 0.01
optimizer = torch.optim.Adam([noise], lr=0.05)
for step in range(5):
    optimizer.zero_grad()
    loss = (noise - target).pow(2).mean()
    loss.backward()
    optimizer.step()
