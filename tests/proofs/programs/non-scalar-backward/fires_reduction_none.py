# cause: nonscalar-backward
# finds: GS207 at 12
# torch: raises RuntimeError: grad can be implicitly created only for scalar outputs
# fixed: gets model
import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 3)
x, y = torch.rand(8, 4), torch.randint(3, (8,))
loss = F.cross_entropy(model(x), y, reduction="none")  # per sample
loss.backward()
