import torch
from torch import nn
pd = nn.ParameterDict({'a': torch.ones(3), 'b': nn.Parameter(torch.ones(3))})
x = pd['a']
for p in pd.values(): print(p)
for p in pd.parameters(): print(p)
pd['c'] = torch.ones(3)
y = pd['c']
pd.update({'d': torch.ones(2)})
z = pd['d']
q = pd.d
s = pd.get('d')
t = pd.setdefault('e', torch.ones(2))
u = pd.e
pl = nn.ParameterList([torch.ones(3)])
v = pl[0]
pl[0] = torch.ones(3)
v = pl[0]
pl.append(torch.ones(2))
v = pl[1]
pl.extend([torch.ones(2)])
v = pl[-1]
pl += [torch.ones(2)]
v = pl[-1]
r = pd.pop('a')
cp = pd.copy()
for k, v in pd.items():
    print(v)
w = (x * 2).sum()
pl[0] = w
o = pl[0]
n = len(pl)
with torch.no_grad():
    pf = nn.ParameterList([nn.Parameter(torch.ones(3), requires_grad=False)])
    f = pf[0]
md = nn.ModuleDict({'a': nn.Linear(2, 2)})
md.update({'b': nn.Linear(2, 2)})
aa = md.pop('a')(torch.ones(2))
mm = nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2)])
bb = mm.pop(0)(torch.ones(2))
dd = mm[0](bb)
