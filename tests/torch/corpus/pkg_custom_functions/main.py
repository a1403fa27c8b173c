# correct
"""Codes in {-1, 1} that an adversary must not tell the domain from; the functions have backwards of their own."""
import torch

import functions as fn
from model import Coder

torch.manual_seed(11)
net = Coder(6, 4)
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
x, y = torch.randn(20, 6), torch.randint(0, 2, (20,))
domain = (torch.arange(20) < 10).long()
for epoch in range(3):
    strength = epoch / 3
    codes, labels, domains = net(x, strength)
    loss = fn.focal(labels, y) + torch.nn.functional.cross_entropy(domains, domain)
    loss = loss + fn.clamped(codes.mean(0), -0.1, 0.1).abs().sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
probe = torch.linspace(-2, 2, 5, requires_grad=True)
fn.binarize(probe).sum().backward()
print(probe.grad)
