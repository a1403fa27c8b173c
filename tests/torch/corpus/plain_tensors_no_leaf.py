# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 24
"""Polynomial fit, written down from the numpy version: nobody told torch what to differentiate."""
import math

import torch

dtype = torch.float
device = torch.device("cpu")

x = torch.linspace(-math.pi, math.pi, 200, device=device, dtype=dtype)
y = torch.sin(x)

a = torch.randn((), device=device, dtype=dtype)
b = torch.randn((), device=device, dtype=dtype)
c = torch.randn((), device=device, dtype=dtype)

learning_rate = 1e-6
for t in range(10):
    y_pred = a + b * x + c * x**2
    loss = (y_pred - y).pow(2).sum()
    if t % 5 == 4:
        print(t, loss.item())
    loss.backward()
    with torch.no_grad():
        a -= learning_rate * a.grad
        b -= learning_rate * b.grad
        c -= learning_rate * c.grad
