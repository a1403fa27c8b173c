# correct
# What a comprehension or a loop of unknown rounds keeps are objects of their own.
import random
from collections import deque

import torch

n = random.randint(2, 6)

listed = [torch.randn(3) for _ in range(n)]
listed[0].requires_grad_()
print(listed[-1].requires_grad, listed[0].requires_grad)
if listed[0] is listed[-1]:
    same = listed[0]
else:
    same = torch.ones(3, requires_grad=True)
print(same.requires_grad)

many = [torch.randn(3) for _ in range(9)]
many[1].requires_grad_()
print(many[0].requires_grad, many[1].requires_grad, many[2].requires_grad)

appended = []
for _ in range(n):
    appended.append(torch.randn(3))
appended[0].requires_grad_()
print(appended[-1].requires_grad, appended[0].requires_grad)

by_key = {f"k{i}": torch.randn(3) for i in range(n)}
by_key["k0"].requires_grad_()
print(by_key["k1"].requires_grad)

filled = {}
for i in range(n):
    filled[i] = torch.randn(3)
filled[0].requires_grad_()
print(filled[1].requires_grad)

in_tuple = tuple(torch.randn(3) for _ in range(n))
in_tuple[0].requires_grad_()
print(in_tuple[-1].requires_grad)

queue = deque(torch.randn(3) for _ in range(n))
queue[0].requires_grad_()
print(queue[-1].requires_grad)

mapped = list(map(lambda i: torch.randn(3), range(n)))
mapped[0].requires_grad_()
print(mapped[-1].requires_grad)

a_set = {torch.randn(3) for _ in range(n)}
one = next(iter(a_set))
one.requires_grad_()
print([member.requires_grad for member in a_set])

pairs = [(torch.randn(3), torch.randn(3)) for _ in range(n)]
pairs[0][1].requires_grad_()
print(pairs[-1][1].requires_grad, pairs[0][0].requires_grad)
pairs = []
for _ in range(n):
    pairs.append((torch.randn(3), torch.randn(3)))
pairs[0][1].requires_grad_()
print(pairs[-1][1].requires_grad, pairs[0][0].requires_grad)

nested = [[torch.randn(3) for _ in range(n)] for _ in range(n)]
nested[0][0].requires_grad_()
print(nested[0][-1].requires_grad, nested[-1][0].requires_grad)
nested[0].append(torch.ones(3, requires_grad=True))
print(nested[-1][-1].requires_grad, nested[0][-1].requires_grad)

dicts = [{"x": torch.randn(3)} for _ in range(n)]
dicts[0]["x"] = torch.ones(3, requires_grad=True)
print(dicts[-1]["x"].requires_grad, dicts[0]["x"].requires_grad)

more = [torch.randn(3)] + [torch.randn(3) for _ in range(n)]
more[-1].requires_grad_()
print(more[0].requires_grad, more[1].requires_grad, more[-1].requires_grad)
