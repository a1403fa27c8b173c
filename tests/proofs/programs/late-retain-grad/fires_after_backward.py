# cause: nonleaf-grad
# finds: GS105 at 11
# torch: lacks hidden; gets w
# fixed: gets hidden, w
import torch

w = torch.rand(3, requires_grad=True)
hidden = w * 2
loss = hidden.pow(2).sum()
loss.backward()
hidden.retain_grad()
print(hidden.grad)
