# finds: GS101 at 11
"""A helper of another file reads `.grad` of a tensor that is not a leaf."""
import torch

from report import gradient_of

x = torch.ones(3, requires_grad=True)
hidden = x * 3
loss = (hidden ** 2).sum()
loss.backward()
print(gradient_of(hidden))
