# correct
# What is taken from a loader, a tensor, a generator or a map one by one are objects of their own, also where all are kept.
import random
import torch
from torch.utils.data import DataLoader, TensorDataset

n = random.randint(3, 6)
loader = DataLoader(TensorDataset(torch.randn(12, 4)), batch_size=2)
batches = list(loader)
batches[0][0].requires_grad_()
print(batches[-1][0].requires_grad, batches[0][0].requires_grad)
batches[0].append(torch.ones(3, requires_grad=True))
print(len(batches[0]), len(batches[-1]), batches[-1][-1].requires_grad)

rows = list(torch.randn(6, 3))
rows[0].requires_grad_()
print(rows[-1].requires_grad)
rows = tuple(torch.randn(n, 3))
rows[0].requires_grad_()
print(rows[-1].requires_grad)
rows = torch.randn(n, 3).unbind()
rows2 = [r.clone() for r in rows]
rows2[0].requires_grad_()
print(rows2[-1].requires_grad)
parts = torch.randn(n, 3).split(1)
kept = [part.clone() for part in parts]
kept[0].requires_grad_()
print(kept[-1].requires_grad)

it = iter(loader)
(first,) = next(it)
(second,) = next(it)
first.requires_grad_()
print(first.requires_grad, second.requires_grad, first is second)

it = iter(torch.randn(7, 3))
first = next(it)
second = next(it)
first.requires_grad_()
print(first.requires_grad, second.requires_grad)
first, *others = torch.randn(7, 3)
first.requires_grad_()
others[0].requires_grad_()
print(others[0].requires_grad, others[1].requires_grad)

def tensors(count):
    for _ in range(count):
        yield torch.randn(3)

made = list(tensors(n))
made[0].requires_grad_()
print(made[-1].requires_grad)
it = tensors(n)
first = next(it)
second = next(it)
first.requires_grad_()
print(first.requires_grad, second.requires_grad)
it = map(lambda i: torch.randn(3), range(n))
first = next(it)
second = next(it)
first.requires_grad_()
print(first.requires_grad, second.requires_grad)
it = (torch.randn(3) for i in range(n))
first = next(it)
second = next(it)
first.requires_grad_()
print(first.requires_grad, second.requires_grad)

for (x,), y in zip(loader, tensors(9)):
    x.requires_grad_()
    y.requires_grad_()
pairs = list(zip(loader, tensors(9)))
pairs[0][1].requires_grad_()
pairs[0][0][0].requires_grad_()
print(pairs[-1][1].requires_grad, pairs[-1][0][0].requires_grad)
numbered = list(enumerate(loader))
numbered[0][1][0].requires_grad_()
print(numbered[-1][1][0].requires_grad)
w = torch.randn(3, requires_grad=True)
xs = sorted([torch.randn(()) for _ in range(n)])
xs[0].requires_grad_()
print(xs[-1].requires_grad)
