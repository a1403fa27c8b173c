# torch: gets w
import os  # noqa: F401

import torch

w = torch.rand(3, requires_grad=True)
(w * w).sum().backward()
