# finds: GS901 at 7
# torch: gets w
# fixed: gets w
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum()  # gradsight: ignore[detach-in-path]
loss.backward()
