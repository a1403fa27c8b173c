# correct
# Only what is certainly in the list, and only if the loop comes to its end.
import random
import torch
from torch import nn

n = random.randint(3, 6)
every, some = [], []
for _ in range(n):
    x = torch.randn(3)
    every.append(x)
    if random.random() < 0.5:
        some.append(x)
for x in some:
    x.requires_grad_()
print([x.requires_grad for x in every])
print(every[0].requires_grad)

layers = [nn.Linear(3, 3) for _ in range(n)]
for layer in layers:
    layer.requires_grad_(False)
    break
print(layers[-1].weight.requires_grad, layers[0].weight.requires_grad)


def freeze_one(layers):
    for layer in layers:
        layer.requires_grad_(False)
        if random.random() < 0.5:
            return layer
    return None


layers = [nn.Linear(3, 3) for _ in range(n)]
freeze_one(layers)
print(layers[-1].weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
for layer in layers:
    if random.random() < 0.5:
        continue
    layer.requires_grad_(False)
print(layers[-1].weight.requires_grad)
layers = nn.ModuleList([nn.Linear(3, 3) for _ in range(n)])
for layer in layers[:2]:
    layer.requires_grad_(False)
print(layers[-1].weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
kept = layers.pop()
for layer in layers:
    layer.requires_grad_(False)
print(kept.weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
kept = layers[0]
del layers[0]
for layer in layers:
    layer.requires_grad_(False)
print(kept.weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
kept = layers[0]
layers[0] = nn.Linear(3, 3)
for layer in layers:
    layer.requires_grad_(False)
print(kept.weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
others = [layer for layer in layers if random.random() < 0.5]
for layer in others:
    layer.requires_grad_(False)
print(layers[0].weight.requires_grad)
others = layers[1:]
for layer in others:
    layer.requires_grad_(False)
print(layers[0].weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
net = nn.ModuleList(layers[1:])
net.requires_grad_(False)
print(layers[0].weight.requires_grad)
layers = [nn.Linear(3, 3) for _ in range(n)]
for number, layer in enumerate(layers):
    if number < 1:
        layer.requires_grad_(False)
print(layers[0].weight.requires_grad, layers[-1].weight.requires_grad)
for p in nn.ModuleList(layers).parameters():
    p.requires_grad_(True)
print(layers[0].weight.requires_grad, layers[-1].weight.requires_grad)
acc = torch.zeros(3)
mixed = [torch.zeros(3)]
for _ in range(n):
    mixed.append(torch.ones(3, requires_grad=True))
for m in mixed:
    print(acc.requires_grad)
    acc = acc + m
try:
    for layer in layers:
        layer.requires_grad_(False)
        if random.random() < 0.9:
            raise ValueError("stop")
except ValueError:
    pass
print(layers[-1].weight.requires_grad)
ws = [torch.randn(3, requires_grad=True) for _ in range(n)]
for w in ws:
    w.sum().backward()
    break
print(ws[-1].grad is None)
xs = []
for _ in range(n):
    x = torch.randn(3)
    xs.append(x)
    if random.random() < 0.9:
        x = torch.ones(3)
print(x.requires_grad)
for each in xs:
    each.requires_grad_()
print(x.requires_grad, xs[0].requires_grad)
