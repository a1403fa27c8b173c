# cause: inference-mode
# torch: gets w
import torch

with torch.inference_mode():
    offset = torch.rand(3) * 2
    scale = float(offset.max())
w = torch.rand(3, requires_grad=True)
((w + offset) * scale).sum().backward()
