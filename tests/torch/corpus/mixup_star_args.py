# correct
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F


def mixup(*tensors, alpha=0.4, rng=np.random.default_rng(3)):
    lam = float(rng.beta(alpha, alpha)) if alpha > 0 else 1.0
    perm = torch.randperm(len(tensors[0]))
    return [lam * t + (1 - lam) * t[perm] for t in tensors], lam


def soft_cross_entropy(logits, soft, **kwargs):
    reduction = kwargs.pop("reduction", "mean")
    if kwargs:
        raise TypeError(f"unexpected {sorted(kwargs)}")
    losses = -(soft * F.log_softmax(logits, dim=-1)).sum(-1)
    return getattr(torch, reduction)(losses) if reduction != "none" else losses


def compose(*functions):
    def composed(x, *args, **kwargs):
        for f in functions:
            x = f(x, *args, **kwargs)
        return x

    return composed


def jitter(x, *, scale=0.05, **_):
    return x + scale * torch.randn_like(x)


def flip(x, *, p=0.5, **_):
    return x.flip(-1) if torch.rand(()) < p else x


class Net(nn.Module):
    def __init__(self, *widths, activation=nn.ReLU, **layer_kwargs):
        super().__init__()
        pairs = list(zip(widths[:-1], widths[1:]))
        *hidden, last = pairs
        self.hidden = nn.ModuleList(nn.Linear(*pair, **layer_kwargs) for pair in hidden)
        self.act, self.last = activation(), nn.Linear(*last)

    def forward(self, x, *extra):
        for layer in self.hidden:
            x = self.act(layer(x))
        for e in extra:
            x = x + e
        return self.last(x)


augment = compose(jitter, flip)
net = Net(6, 12, 12, 4, activation=nn.ELU, bias=False)
bias = torch.zeros(12, requires_grad=True)
optimizer = torch.optim.SGD([{"params": net.parameters()}, {"params": [bias], "lr": 0.5}], lr=0.05)
X, labels = torch.randn(24, 6), torch.randint(4, (24,))

for epoch in range(3):
    for x, y in zip(X.chunk(3), labels.chunk(3)):
        (x, soft), lam = mixup(augment(x, scale=0.1, p=0.3), F.one_hot(y, 4).float())
        logits = net(x, bias)
        loss = soft_cross_entropy(logits, soft, **({"reduction": "mean"} if epoch else {}))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(epoch, round(lam, 2), loss.item(), bias.grad.abs().max().item() > 0)

per_sample = soft_cross_entropy(net(X), F.one_hot(labels, 4).float(), reduction="none")
hardest = per_sample.topk(3).indices
print(per_sample.shape, hardest.requires_grad)
