# raises: AttributeError: 'NoneType' object has no attribute 'numpy'
# finds: GS401 at 10
"""Fits a decay curve in double precision and hands the gradient to scipy-like code."""
import numpy as np
import torch

t = torch.linspace(0, 4, 30).double()
observed = 3.0 * torch.exp(-0.8 * t) + 0.05 * torch.randn(30).double()

theta = torch.tensor([1.0, 1.0], requires_grad=True).double()


def objective(theta):
    amplitude, rate = theta[0], theta[1]
    return ((amplitude * torch.exp(-rate * t) - observed) ** 2).sum()


def value_and_grad(theta):
    value = objective(theta)
    value.backward()
    return value.item(), theta.grad.numpy()


value, gradient = value_and_grad(theta)
step = -0.01 * gradient / np.linalg.norm(gradient)
print(value, step)
