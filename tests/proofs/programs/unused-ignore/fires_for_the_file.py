# finds: GS901 at 6
# torch: gets w
# fixed: gets w
import torch

# gradsight: ignore-file[masked-cut]
w = torch.rand(3, requires_grad=True)
(w * w).sum().backward()
