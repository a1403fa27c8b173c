# cause: numpy-roundtrip
# finds: GS306 at 10
# torch: gets w; lacks v
# fixed: gets w, v
import numpy as np
import torch


def penalty(t):
    return torch.tensor(np.abs(t.detach().cpu().numpy()))
w = torch.rand(3, requires_grad=True)
v = torch.rand(3, requires_grad=True)
(w.sum() + penalty(v).sum()).backward()
print(v.grad)
