# finds: GS303 at 8
# torch: lacks scale; gets head
# fixed: gets scale, head
import torch

scale = torch.ones(2, requires_grad=True)
head = torch.rand(2, requires_grad=True)
with torch.no_grad():
    moved = scale * 0.5 - 0.1 * scale
loss = (moved + head).pow(2).sum()
loss.backward()
print(scale.grad)
