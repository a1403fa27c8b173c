# cause: deepcopy-nonleaf
# finds: GS407 at 20
# torch: raises RuntimeError: Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol
# fixed: runs; holds len(snapshot) == 3 and not snapshot[2].requires_grad
import copy

import torch
from torch import nn


def rollout(cell, steps):
    state, states = torch.zeros(1, 4), []
    for _ in range(steps):
        state = cell(torch.rand(1, 3), state)
        states.append(state)
    return states


cell = nn.GRUCell(3, 4)
snapshot = copy.deepcopy(rollout(cell, 3))