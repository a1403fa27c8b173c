# torch: runs
import torch

noise = torch.randn(4, requires_grad=True) * 0.5
loss = (noise + 1).sum()
loss.backward()
print(loss.item(), noise.requires_grad)
