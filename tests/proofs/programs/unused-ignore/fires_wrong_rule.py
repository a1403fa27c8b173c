# finds: GS101 at 11, GS901 at 11
# torch: gets w; lacks y
# fixed GS901: gets w; lacks y
# fixed GS101: gets w, y
# all fixed: gets w, y
import torch

w = torch.rand(3, requires_grad=True)
y = w * w
y.sum().backward()
print(y.grad)  # gradsight: ignore[detach-in-path]
