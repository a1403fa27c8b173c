# torch: gets hidden
import torch

w = torch.rand(3, requires_grad=True)
hidden = w * 2
loss = hidden.pow(2).sum()
hidden.retain_grad()
loss.backward()
print(hidden.grad)
