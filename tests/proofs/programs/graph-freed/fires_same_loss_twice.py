# cause: backward-twice
# finds: GS205 at 11
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: gets w
import torch

w = torch.ones(3, requires_grad=True)
# squared
loss = (w * w).sum()
loss.backward()
loss.backward()
