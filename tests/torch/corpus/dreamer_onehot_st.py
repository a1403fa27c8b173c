# correct
import torch
from torch import distributions as torchd
from torch import nn
from torch.nn import functional as F


class OneHotDist(torchd.one_hot_categorical.OneHotCategorical):
    def __init__(self, logits=None, probs=None, unimix_ratio=0.0):
        if logits is not None and unimix_ratio > 0.0:
            probs = F.softmax(logits, dim=-1)
            probs = probs * (1.0 - unimix_ratio) + unimix_ratio / probs.shape[-1]
            logits = torch.log(probs)
            super().__init__(logits=logits, probs=None)
        else:
            super().__init__(logits=logits, probs=probs)

    def mode(self):
        _mode = F.one_hot(torch.argmax(super().logits, axis=-1), super().logits.shape[-1])
        return _mode.detach() + super().logits - super().logits.detach()

    def sample(self, sample_shape=(), seed=None):
        sample = super().sample(sample_shape).detach()
        probs = super().probs
        while len(probs.shape) < len(sample.shape):
            probs = probs[None]
        sample += probs - probs.detach()
        return sample


class RSSM(nn.Module):
    def __init__(self, deter=16, stoch=4, discrete=4, act=2, embed=8):
        super().__init__()
        self.stoch, self.discrete, self.deter = stoch, discrete, deter
        self.inp = nn.Linear(stoch * discrete + act, deter)
        self.cell = nn.GRUCell(deter, deter)
        self.prior_net = nn.Linear(deter, stoch * discrete)
        self.post_net = nn.Linear(deter + embed, stoch * discrete)

    def initial(self, batch):
        return {"deter": torch.zeros(batch, self.deter), "stoch": torch.zeros(batch, self.stoch * self.discrete), "logit": torch.zeros(batch, self.stoch, self.discrete)}

    def dist(self, logit):
        return torchd.independent.Independent(OneHotDist(logit, unimix_ratio=0.01), 1)

    def img_step(self, state, action):
        x = F.silu(self.inp(torch.cat([state["stoch"], action], -1)))
        deter = self.cell(x, state["deter"])
        logit = self.prior_net(deter).view(-1, self.stoch, self.discrete)
        return {"deter": deter, "stoch": self.dist(logit).sample().flatten(1), "logit": logit}

    def obs_step(self, state, action, embed):
        prior = self.img_step(state, action)
        logit = self.post_net(torch.cat([prior["deter"], embed], -1)).view(-1, self.stoch, self.discrete)
        post = {"deter": prior["deter"], "stoch": self.dist(logit).sample().flatten(1), "logit": logit}
        return post, prior

    def kl_loss(self, post, prior, free=1.0, dyn_scale=0.5, rep_scale=0.1):
        kld = torchd.kl.kl_divergence
        sg = lambda x: {k: v.detach() for k, v in x.items()}
        dist = lambda x: torchd.independent.Independent(torchd.OneHotCategorical(logits=x["logit"]), 1)
        rep_loss = kld(dist(post), dist(sg(prior)))
        dyn_loss = kld(dist(sg(post)), dist(prior))
        rep_loss = torch.clip(rep_loss, min=free)
        dyn_loss = torch.clip(dyn_loss, min=free)
        return (dyn_scale * dyn_loss + rep_scale * rep_loss).mean()


encoder, decoder = nn.Linear(6, 8), nn.Linear(32, 6)
rssm = RSSM()
opt = torch.optim.Adam([*encoder.parameters(), *decoder.parameters(), *rssm.parameters()], lr=1e-3)
for step in range(2):
    obs, action = torch.rand(5, 3, 6), torch.rand(5, 3, 2)
    state = rssm.initial(3)
    loss = 0
    for t in range(5):
        post, prior = rssm.obs_step(state, action[t], encoder(obs[t]))
        feat = torch.cat([post["stoch"], post["deter"]], -1)
        loss = loss + F.mse_loss(decoder(feat), obs[t]) + rssm.kl_loss(post, prior)
        state = post
    opt.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(rssm.parameters(), 100.0)
    opt.step()
