# cause: deepcopy-nonleaf
# finds: GS407 at 13
# torch: raises RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol
# fixed: runs
import copy

import torch

w = torch.rand(3, requires_grad=True)
best = None
for step in range(3):
    prediction = w.exp()
    best = copy.deepcopy(prediction)
    prediction.sum().backward()
