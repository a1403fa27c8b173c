# raises: RuntimeError: element 0 of tensors does not require grad
# finds: GS201 at 15
"""A decorator of the project runs what it decorates with grad mode off."""
import torch

from core import Encoder
from core.utils import seed_everything

seed_everything(0)
encoder = Encoder(3)
head = torch.nn.Linear(3, 1)
head.requires_grad_(False)
features = encoder.encode(torch.randn(2, 3))
loss = head(features).mean()
loss.backward()
