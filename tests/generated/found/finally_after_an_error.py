# Seed 33000.
import torch

w1 = torch.ones(3, requires_grad=True)
try:
    d1[-1] = torch
    loss1 = w1.sum()
    loss1.backward(inputs=[w1])
finally:
    x3 = torch.stack([w1, w1]).mean(0)
