"""Why does `backward()` raise? Under `no_grad` neither the product nor the sum is recorded."""

import torch

x = torch.randn(1, 10, requires_grad=True)
w = torch.randn(10, 10, requires_grad=True)
b = torch.randn(1, requires_grad=True)

with torch.no_grad():
    intermediate = torch.mm(x, w)
    output = intermediate + b

loss = output.sum()
loss.backward()

print(output.grad)
print(x.grad)
