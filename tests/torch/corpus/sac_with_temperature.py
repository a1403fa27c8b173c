# correct
import copy
import itertools

import torch
import torch.nn as nn
from torch.distributions import Normal


def mlp(sizes):
    layers = []
    for i in range(len(sizes) - 1):
        layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        if i < len(sizes) - 2:
            layers.append(nn.ReLU())
    return nn.Sequential(*layers)


class Actor(nn.Module):
    def __init__(self, obs_dim, act_dim):
        super().__init__()
        self.net = mlp([obs_dim, 16, 2 * act_dim])

    def forward(self, obs):
        mu, log_std = self.net(obs).chunk(2, dim=-1)
        std = log_std.clamp(-5, 2).exp()
        dist = Normal(mu, std)
        u = dist.rsample()
        a = torch.tanh(u)
        logp = dist.log_prob(u).sum(-1) - torch.log(1 - a.pow(2) + 1e-6).sum(-1)
        return a, logp


class Critic(nn.Module):
    def __init__(self, obs_dim, act_dim):
        super().__init__()
        self.q = mlp([obs_dim + act_dim, 16, 1])

    def forward(self, obs, act):
        return self.q(torch.cat([obs, act], dim=-1)).squeeze(-1)


obs_dim, act_dim, gamma, polyak = 3, 2, 0.99, 0.995
actor = Actor(obs_dim, act_dim)
q1, q2 = Critic(obs_dim, act_dim), Critic(obs_dim, act_dim)
q1_targ, q2_targ = copy.deepcopy(q1), copy.deepcopy(q2)
for p in itertools.chain(q1_targ.parameters(), q2_targ.parameters()):
    p.requires_grad = False

q_params = list(itertools.chain(q1.parameters(), q2.parameters()))
pi_opt = torch.optim.Adam(actor.parameters(), lr=1e-3)
q_opt = torch.optim.Adam(q_params, lr=1e-3)
log_alpha = torch.zeros(1, requires_grad=True)
alpha_opt = torch.optim.Adam([log_alpha], lr=1e-3)
target_entropy = -float(act_dim)

for update in range(3):
    o, a, r, o2, d = torch.randn(8, 3), torch.rand(8, 2), torch.randn(8), torch.randn(8, 3), torch.zeros(8)
    alpha = log_alpha.exp().detach()

    with torch.no_grad():
        a2, logp_a2 = actor(o2)
        q_pi_targ = torch.min(q1_targ(o2, a2), q2_targ(o2, a2))
        backup = r + gamma * (1 - d) * (q_pi_targ - alpha * logp_a2)
    loss_q = ((q1(o, a) - backup) ** 2).mean() + ((q2(o, a) - backup) ** 2).mean()
    q_opt.zero_grad()
    loss_q.backward()
    q_opt.step()

    for p in q_params:
        p.requires_grad = False
    pi, logp_pi = actor(o)
    loss_pi = (alpha * logp_pi - torch.min(q1(o, pi), q2(o, pi))).mean()
    pi_opt.zero_grad()
    loss_pi.backward()
    pi_opt.step()
    for p in q_params:
        p.requires_grad = True

    alpha_loss = -(log_alpha * (logp_pi.detach() + target_entropy)).mean()
    alpha_opt.zero_grad()
    alpha_loss.backward()
    alpha_opt.step()

    with torch.no_grad():
        for net, targ in ((q1, q1_targ), (q2, q2_targ)):
            for p, p_targ in zip(net.parameters(), targ.parameters()):
                p_targ.data.mul_(polyak)
                p_targ.data.add_((1 - polyak) * p.data)
    print(update, loss_q.item(), loss_pi.item(), log_alpha.exp().item())
