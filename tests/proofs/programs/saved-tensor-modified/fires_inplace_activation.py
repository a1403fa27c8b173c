# cause: inplace-saved
# finds: GS602 at 10
# torch: raises RuntimeError: modified by an inplace operation
# fixed: gets w
import torch
import torch.nn.functional as F

w = torch.rand(3, requires_grad=True)
squashed = torch.tanh(w)
kept = F.relu(squashed, inplace=True)
(kept * 3).sum().backward()
