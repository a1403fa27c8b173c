import itertools, random
import torch
w = torch.ones(3, requires_grad=True)
c = torch.ones(3)
for a, b in itertools.zip_longest([w, c], [w], fillvalue=c):
    print(a, b)
for a, b in itertools.zip_longest([w, c], [w]):
    print(a, b)
many = [w * 2 for _ in range(random.randint(0, 3))]
for a, b in itertools.zip_longest(many, (c,)):
    print(a, b)
u, v = list(itertools.zip_longest([w, c], [w]))[1]
print(u, v)
print(list(itertools.zip_longest()))
print([x for x, in itertools.zip_longest([w, c])][1])
