# correct
import math

import torch
import torch.nn as nn
from torch.distributions import Categorical, MixtureSameFamily, Normal

ONEOVERSQRT2PI = 1.0 / math.sqrt(2 * math.pi)


class MDN(nn.Module):
    def __init__(self, in_features, out_features, num_gaussians):
        super(MDN, self).__init__()
        self.out_features, self.num_gaussians = out_features, num_gaussians
        self.pi = nn.Sequential(nn.Linear(in_features, num_gaussians), nn.Softmax(dim=1))
        self.sigma = nn.Linear(in_features, out_features * num_gaussians)
        self.mu = nn.Linear(in_features, out_features * num_gaussians)

    def forward(self, minibatch):
        pi = self.pi(minibatch)
        sigma = torch.exp(self.sigma(minibatch)).view(-1, self.num_gaussians, self.out_features)
        mu = self.mu(minibatch).view(-1, self.num_gaussians, self.out_features)
        return pi, sigma, mu


def gaussian_probability(sigma, mu, target):
    target = target.unsqueeze(1).expand_as(sigma)
    ret = ONEOVERSQRT2PI * torch.exp(-0.5 * ((target - mu) / sigma) ** 2) / sigma
    return torch.prod(ret, 2)


def mdn_loss(pi, sigma, mu, target):
    prob = pi * gaussian_probability(sigma, mu, target)
    nll = -torch.log(torch.sum(prob, dim=1) + 1e-9)
    return torch.mean(nll)


@torch.no_grad()
def sample(pi, sigma, mu):
    pis = torch.multinomial(pi, 1).view(pi.size(0), 1, 1)
    noise = torch.randn((sigma.size(2), sigma.size(0)))
    variance = sigma.gather(1, pis).squeeze(1)
    mean = mu.gather(1, pis).squeeze(1)
    return noise.transpose(0, 1) * variance + mean


x = torch.rand(60, 1) * 4 - 2
y = x**3 / 4 + torch.sign(torch.randn(60, 1)) + 0.1 * torch.randn(60, 1)
model = nn.Sequential(nn.Linear(1, 12), nn.Tanh(), MDN(12, 1, 3))
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
for epoch in range(5):
    model.zero_grad()
    pi, sigma, mu = model(x)
    loss = mdn_loss(pi, sigma, mu, y)
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())

# the same by torch.distributions
mixture = MixtureSameFamily(Categorical(probs=pi), Normal(mu.squeeze(-1), sigma.squeeze(-1)))
nll = -mixture.log_prob(y.squeeze(-1)).mean()
print(nll.requires_grad, sample(pi, sigma, mu).requires_grad, mixture.sample().shape)
