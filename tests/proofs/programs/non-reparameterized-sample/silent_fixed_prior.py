# torch: moves generator
import torch
from torch import nn

prior = torch.distributions.MultivariateNormal(torch.zeros(3), torch.eye(3))
generator = nn.Linear(3, 5)
optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
for step in range(3):
    optimizer.zero_grad()
    generator(prior.sample((4,))).pow(2).mean().backward()
    optimizer.step()
