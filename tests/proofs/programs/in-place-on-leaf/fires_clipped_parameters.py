# cause: leaf-inplace
# finds: GS601 at 11
# torch: raises RuntimeError: a leaf Variable that requires grad is being used in an in-place operation
# fixed: gets critic; holds critic.weight.abs().max() <= 0.01
import torch
from torch import nn

critic = nn.Linear(3, 1)
critic(torch.rand(4, 3)).mean().backward()
for p in critic.parameters():
    p.clamp_(-0.01, 0.01)
