# torch: gets w; lacks y
import torch

w = torch.ones(3, requires_grad=True)
y = (w * 2).tanh()
y.sum().backward()
for name, tensor in (("w", w), ("y", y)):
    print(name, "no gradient" if tensor.grad is None else tensor.grad)
