# cause: backward-twice
# torch: gets encoder, head_a, head_b
import torch
from torch import nn

encoder = nn.Sequential(nn.Linear(4, 8), nn.Tanh())
head_a, head_b = nn.Linear(8, 1), nn.Linear(8, 1)
features = encoder(torch.rand(5, 4))
head_a(features).pow(2).mean().backward(retain_graph=True)
head_b(features).abs().mean().backward()
