# cause: item-in-loss
# torch: gets w; holds history[0] > 0
import torch

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum()
loss.backward()
history = [loss.item()]
