# correct
"""Bayes by backprop and a mean-field Gaussian, by reparameterised samples and by closed-form KL."""
import torch
from torch import distributions as D
from torch import nn
from torch.distributions import Independent, Normal, kl_divergence
import torch.nn.functional as F


class BayesLinear(nn.Module):
    def __init__(self, n_in, n_out, prior_std=1.0):
        super().__init__()
        self.mu = nn.Parameter(0.1 * torch.randn(n_out, n_in))
        self.rho = nn.Parameter(torch.full((n_out, n_in), -3.0))
        self.bias = nn.Parameter(torch.zeros(n_out))
        self.prior = Normal(torch.zeros(n_out, n_in), prior_std)

    @property
    def posterior(self):
        return Normal(self.mu, F.softplus(self.rho))

    def forward(self, x):
        if self.training:
            weight = self.posterior.rsample()
        else:
            weight = self.posterior.mean
        return F.linear(x, weight, self.bias)

    def kl(self):
        return kl_divergence(self.posterior, self.prior).sum()


class BayesNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1, self.l2 = BayesLinear(2, 8), BayesLinear(8, 1)
        self.log_noise = nn.Parameter(torch.tensor(-1.0))

    def forward(self, x):
        return D.Normal(self.l2(torch.tanh(self.l1(x))), self.log_noise.exp())


net = BayesNet()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
x = torch.randn(20, 2)
y = x.prod(dim=1, keepdim=True)
for step in range(3):
    log_likelihood = net(x).log_prob(y).sum()
    kl = sum(m.kl() for m in net.modules() if isinstance(m, BayesLinear))
    elbo = log_likelihood - kl / 10
    loss = -elbo
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, f"elbo {elbo.item():.2f} kl {kl.item():.2f}")

net.eval()
with torch.no_grad():
    predictive = torch.stack([net(x).sample() for _ in range(4)])
print(predictive.std(0).mean().item() > 0)

# fit q to an unnormalised target by the reparameterisation trick
loc, log_scale = torch.zeros(2, requires_grad=True), torch.zeros(2, requires_grad=True)
target = D.MultivariateNormal(torch.tensor([1.0, -1.0]), torch.tensor([[1.0, 0.3], [0.3, 1.0]]))
vi = torch.optim.Adam([loc, log_scale], lr=0.1)
for _ in range(5):
    q = Independent(Normal(loc, log_scale.exp()), 1)
    z = q.rsample((8,))
    objective = (q.log_prob(z) - target.log_prob(z)).mean()
    vi.zero_grad()
    objective.backward()
    vi.step()
print(loc.detach().tolist(), q.entropy().requires_grad)
