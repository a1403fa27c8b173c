# cause: no-grad-scope
# finds: GS603 at 10
# torch: lacks w, flat
# fixed: gets w; lacks flat
import torch

w = torch.rand(2, 3, requires_grad=True)
x = torch.rand(6)
with torch.no_grad():
    flat = w.view(6)
loss = (flat * x).sum()
loss.backward()
print(w.grad)
