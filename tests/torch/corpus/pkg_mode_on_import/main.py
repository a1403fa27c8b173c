# raises: RuntimeError: element 0 of tensors does not require grad
# finds: GS201 at 11
"""A module that is imported switches grad mode off for everybody."""
import torch

import inference_setup

w = torch.ones(3, requires_grad=True)
y = w * 2
loss = y.sum() * inference_setup.FACTOR
loss.backward()
