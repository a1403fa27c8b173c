# torch: gets w
import torch

w = torch.rand(
    3,
    requires_grad=True,
)
loss = \
    (w * w).sum()
loss.backward()
