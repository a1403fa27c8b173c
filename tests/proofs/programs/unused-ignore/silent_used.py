# torch: gets w; lacks y
import torch

w = torch.rand(3, requires_grad=True)
y = w * w
y.sum().backward()
print(y.grad)  # gradsight: ignore[non-leaf-grad]
