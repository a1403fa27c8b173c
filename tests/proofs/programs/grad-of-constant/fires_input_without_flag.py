# cause: missing-requires-grad
# finds: GS102 at 10
# torch: lacks x; gets w
# fixed: gets x, w
import torch

x = torch.rand(3)  # the input
w = torch.rand(3, requires_grad=True)
(x * w).sum().backward()
print(x.grad)
