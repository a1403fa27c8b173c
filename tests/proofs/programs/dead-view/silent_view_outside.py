# cause: no-grad-scope
# torch: gets w
import torch

w = torch.rand(2, 3, requires_grad=True)
flat = w.view(6)
with torch.no_grad():
    print(w.view(6).max())
(flat * 2).sum().backward()
print(w.grad)
