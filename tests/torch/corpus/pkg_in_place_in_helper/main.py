# raises: RuntimeError: a leaf Variable that requires grad is being used in an in-place operation
# finds: GS601 at 11
"""A helper in another file changes a leaf in place while grad mode is on."""
import torch

from ops.update import step

w = torch.ones(3, requires_grad=True)
loss = (w * 2).sum()
loss.backward()
step(w, 0.1)
