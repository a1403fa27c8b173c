# correct
import torch
from torch import nn
import torch.nn.functional as F
import torch.nn.utils.parametrize as P
from torch.nn.utils import prune, weight_norm, remove_weight_norm
from torch.nn.utils.parametrizations import orthogonal, weight_norm as wn, spectral_norm


class Scaled(nn.Sequential):
    def __init__(self, d):
        super().__init__(nn.Linear(d, d), nn.ReLU(), nn.Linear(d, d))
        self.scale = nn.Parameter(torch.ones(d))
        self.register_buffer("shift", torch.zeros(d))

    def forward(self, x):
        return super().forward(x) * self.scale + self.shift


class Blocks(nn.ModuleList):
    def __init__(self, d, n):
        super().__init__()
        self.gate = nn.Parameter(torch.zeros(1))
        for _ in range(n):
            self.append(Scaled(d))

    def forward(self, x):
        for block in self:
            x = x + self.gate * block(x)
        return x + self[0](x) + self[-1](x)


class Exp(nn.Module):
    def forward(self, w):
        return w.exp()


m = Blocks(3, 2)
lin = nn.Linear(3, 3)
opt = torch.optim.SGD([*m.parameters(), *lin.parameters()], lr=0.1)
orthogonal(lin)
w0 = lin.parametrizations.weight.original
P.register_parametrization(lin, "bias", Exp())
y = lin(m(torch.randn(2, 3))).sum()
y.backward()
opt.step()
print(w0.grad, lin.weight.requires_grad, m.gate.grad, lin.bias.grad_fn)
P.remove_parametrizations(lin, "weight")
print(lin.weight.requires_grad, P.is_parametrized(lin))

# weight drop: a weight that is set by hand
lstm_like = nn.Linear(4, 4)
raw = nn.Parameter(lstm_like.weight.detach().clone())
del lstm_like.weight
opt2 = torch.optim.SGD([raw, lstm_like.bias], lr=0.1)
for _ in range(2):
    lstm_like.weight = F.dropout(raw, 0.2)
    opt2.zero_grad()
    lstm_like(torch.randn(2, 4)).sum().backward()
    opt2.step()
print(raw.grad.shape)

old = weight_norm(nn.Linear(3, 3), name="weight")
old(torch.randn(1, 3)).sum().backward()
print(old.weight_g.grad, old.weight_v.grad, old.weight.requires_grad)
remove_weight_norm(old)
print(old.weight.requires_grad, isinstance(old.weight, nn.Parameter))

net = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 2))
pairs = [(l, "weight") for l in net if isinstance(l, nn.Linear)]
prune.global_unstructured(pairs, pruning_method=prune.L1Unstructured, amount=0.3)
opt3 = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(2):
    opt3.zero_grad()
    net(torch.randn(4, 3)).sum().backward()
    opt3.step()
for layer, name in pairs:
    prune.remove(layer, name)
print(net[0].weight.grad, net[2].weight.requires_grad)
