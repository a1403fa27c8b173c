# torch: holds copied.requires_grad
import copy

import torch

w = torch.rand(3, requires_grad=True)
copied = copy.deepcopy(w)
weights = copy.deepcopy({"w": w, "n": 3})
