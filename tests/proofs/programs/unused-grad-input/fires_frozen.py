# cause: missing-requires-grad
# finds: GS204 at 13
# torch: raises RuntimeError: One of the differentiated Tensors does not require grad
# fixed: runs; holds sensitivity[0].any()
import torch
from torch import nn

encoder, decoder = nn.Linear(4, 2), nn.Linear(2, 4)
for p in encoder.parameters():
    p.requires_grad_(False)
x = torch.rand(8, 4)
error = (decoder(encoder(x)) - x).abs().sum()
sensitivity = torch.autograd.grad(error, encoder.weight)
