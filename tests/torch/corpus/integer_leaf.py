# raises: RuntimeError: Only Tensors of floating point and complex dtype can require gradients
# finds: GS406 at 13
"""Gradient of a polynomial at integer points, as in many first lessons."""
import torch

coefficients = torch.tensor([1.0, -2.0, 0.5])


def polynomial(x):
    return coefficients[0] + coefficients[1] * x + coefficients[2] * x**2


x = torch.tensor([1, 2, 3], requires_grad=True)
y = polynomial(x)
y.sum().backward()
print("dy/dx =", x.grad)

expected = coefficients[1] + 2 * coefficients[2] * x.detach()
assert torch.allclose(x.grad, expected)
