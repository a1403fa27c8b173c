# torch: holds g_b is None
import torch

a, b = torch.rand(3, requires_grad=True), torch.rand(3, requires_grad=True)
g_a, g_b = torch.autograd.grad((a * 2).sum(), [a, b], allow_unused=True)
