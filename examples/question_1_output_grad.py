"""Why is `output.grad` None? The output requires grad, since `w` and `b` do; but it is no leaf."""

import torch

x = torch.randn(10, requires_grad=False)
w = torch.randn(10, requires_grad=True)
b = torch.randn(1, requires_grad=True)

output = torch.mul(x, w) + b

loss = output.sum()
loss.backward()

print(output.grad)
print(w.grad)
