# cause: inplace-saved
# torch: gets w
import torch

w = torch.ones(3, requires_grad=True)
y = w.exp()
shown = y.clone()
shown[0] = 0.0
canvas = torch.zeros(3)
canvas[1:] = y[1:]
(y + shown + canvas).sum().backward()
