import torch
from torch import distributions as td
from torch import nn


def mlp(inp, out, hidden=8, act=nn.ELU):
    return nn.Sequential(nn.Linear(inp, hidden), act(), nn.Linear(hidden, out))


class DenseGaussian(nn.Module):
    def __init__(self, inp, out, min_std=0.1):
        super().__init__()
        self.net = mlp(inp, 2 * out)
        self.min_std = min_std

    def forward(self, x):
        mean, std = torch.chunk(self.net(x), 2, dim=-1)
        std = nn.functional.softplus(std) + self.min_std
        return td.Independent(td.Normal(mean, std), 1)


class WorldModel(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.cell = nn.GRUCell(config.state + config.act, config.state)
        self.prior = DenseGaussian(config.state, config.state)
        self.posterior = DenseGaussian(config.state + config.obs, config.state)
        self.reward = mlp(2 * config.state, 1)
        self.decoder = mlp(2 * config.state, config.obs)
        self.config = config

    def initial(self, batch):
        return torch.zeros(batch, self.config.state), torch.zeros(batch, self.config.state)

    def imagine(self, state, action):
        stoch, deter = state
        deter = self.cell(torch.cat([stoch, action], -1), deter)
        prior = self.prior(deter)
        return (prior.rsample(), deter), prior

    def observe(self, state, action, obs):
        (_, deter), prior = self.imagine(state, action)
        post = self.posterior(torch.cat([deter, obs], -1))
        return (post.rsample(), deter), prior, post

    def feature(self, state):
        return torch.cat(state, -1)


class Actor(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.dist = DenseGaussian(2 * config.state, config.act)

    def forward(self, feature):
        base = self.dist(feature)
        return torch.tanh(base.rsample()), base.entropy()
