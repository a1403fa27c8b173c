# correct
from collections import OrderedDict
import torch
from torch import nn

seq = nn.Sequential(OrderedDict(a=nn.Linear(2, 3), b=nn.Linear(3, 4), c=nn.Linear(4, 2)))
seq[0] = nn.Linear(2, 3, bias=False)
print(seq.a.bias)
seq.a.requires_grad_(False)
print(seq[0].weight.requires_grad)
part = seq[1:]
for n, p in part.named_parameters():
    p.requires_grad = n.startswith("b")
print(seq.b.weight.requires_grad, seq.c.weight.requires_grad)
num = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2))
tail = num[1:]
for n, p in tail.named_parameters():
    p.requires_grad = n.startswith("1")
print(num[1].weight.requires_grad, num[2].weight.requires_grad, tail[0].weight.requires_grad)
num.insert(1, nn.ReLU())
print(num[2].weight.requires_grad, num[3].weight.requires_grad)
for n, p in num.named_parameters():
    p.requires_grad_(n.startswith("2."))
print(num[0].weight.requires_grad, num[2].weight.requires_grad, num[3].weight.requires_grad)
del num[0]
for n, p in num.named_parameters():
    print(n)
    p.requires_grad_(n.startswith("2."))
print(num[1].weight.requires_grad, num[2].weight.requires_grad)
num.insert(-1, nn.Linear(2, 2))
print(num[2].weight.requires_grad, num[3].weight.requires_grad)
popped = num.pop(1)
print(popped.weight.requires_grad, num[1].weight.requires_grad)
both = num + nn.Sequential(nn.Linear(2, 1))
print(both[1].weight.requires_grad, both[2].weight.requires_grad, len(both))
num += nn.Sequential(nn.Linear(2, 1))
print(num[1].weight.requires_grad, num[2].weight.requires_grad)
ml = nn.ModuleList([nn.Linear(1, 1), nn.Linear(1, 1)])
ml[0].requires_grad_(False)
ml.insert(0, nn.Linear(1, 1))
print(ml[0].weight.requires_grad, ml[1].weight.requires_grad, ml[-1].weight.requires_grad)
last = ml.pop(-1)
del ml[0]
print(last.weight.requires_grad, ml[0].weight.requires_grad, len(ml))
more = ml + [nn.Linear(1, 1)]
print(more[-1].weight.requires_grad, more[0].weight.requires_grad)
sub = ml[1:]
del more[-1:]
print(len(more), more[0].weight.requires_grad)
print(len(sub), len(ml))
pl = nn.ParameterList([torch.ones(1), nn.Parameter(torch.ones(1), requires_grad=False)])
pl.append(torch.ones(2))
pl.extend([torch.zeros(1)])
pl[0] = nn.Parameter(torch.zeros(1), requires_grad=False)
print([p.requires_grad for p in pl], pl[0].requires_grad, pl[1].requires_grad, pl[2].requires_grad, pl[3].requires_grad)
md = nn.ModuleDict([["x", nn.Linear(1, 1)], ["y", nn.Linear(1, 1)]])
md.x.requires_grad_(False)
gone = md.pop("x")
md["x"] = nn.Linear(1, 1)
print(gone.weight.requires_grad, md["x"].weight.requires_grad, "x" in md, list(md))
md.clear()
print(len(md), list(md.parameters()))
pd = nn.ParameterDict({"u": torch.ones(1)})
pd["v"] = torch.ones(1)
pd["w"] = nn.Parameter(torch.ones(1), requires_grad=False)
pd.update({"z": nn.Parameter(torch.ones(1))})
for k, v in pd.items():
    v.requires_grad_(k != "u")
print(pd["u"].requires_grad, pd["v"].requires_grad, pd.w.requires_grad, pd["z"].requires_grad)
md.update([("p", nn.Linear(1, 1)), ("q", nn.Linear(1, 1))])
md.update(nn.ModuleDict({"r": nn.Linear(1, 1)}))
md.q.requires_grad_(False)
md["r"].requires_grad_(False)
print(md["p"].weight.requires_grad, md["q"].weight.requires_grad, md["r"].weight.requires_grad)
md2 = nn.ModuleDict((k, nn.Linear(1, 1)) for k in ("e", "f"))
md2["e"].requires_grad_(False)
print([n for n, p in md2.named_parameters() if p.requires_grad], md2["e"].bias.requires_grad, md2["f"].bias.requires_grad)
md3 = nn.ModuleDict(md2.items())
print(md3["e"].bias.requires_grad, md3["f"].bias.requires_grad)
md4 = nn.ModuleDict(zip("gh", [nn.Linear(1, 1), md3["e"]]))
print(md4["g"].bias.requires_grad, md4.h.bias.requires_grad)
md5 = nn.ModuleDict(md4)
print(md5["g"].bias.requires_grad, md5["h"].bias.requires_grad)
