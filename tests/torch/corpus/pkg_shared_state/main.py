# correct
"""Names of modules are read where they live: what one file rebinds, another one sees."""
import torch

import state
from state import device, register, weights

register("a", torch.ones(2, requires_grad=True))
register("b", torch.zeros(2))
state.current = state.weights["a"] * 2
loss = state.total().sum()
loss.backward()
state.threshold = torch.tensor(0.5)
mask = state.current > state.threshold
print(weights["a"].grad, device, mask, state.__name__)
