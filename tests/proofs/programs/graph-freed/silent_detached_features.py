# torch: gets head_a, head_b, encoder
import torch
from torch import nn

encoder = nn.Linear(4, 8)
head_a, head_b = nn.Linear(8, 1), nn.Linear(8, 1)
features = encoder(torch.rand(5, 4)).tanh()
head_a(features).pow(2).mean().backward()
head_b(features.detach()).pow(2).mean().backward()
