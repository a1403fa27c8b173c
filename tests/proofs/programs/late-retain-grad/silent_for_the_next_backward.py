# torch: gets hidden
import torch

w = torch.rand(3, requires_grad=True)
hidden = w * 2
hidden.sum().backward(retain_graph=True)
hidden.retain_grad()
hidden.pow(2).sum().backward()
print(hidden.grad)
