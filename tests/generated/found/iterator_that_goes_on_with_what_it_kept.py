# Seed 33020.
import torch


class Steps:
    def __init__(self, t):
        self.t = t

    def __iter__(self):
        self.i = 0
        return self

    def __next__(self):
        if self.i > 2:
            raise StopIteration
        self.i += 1
        self.t = self.t.detach()
        return self.t


class Leaves(Steps):
    def __next__(self):
        if self.i > 2:
            raise StopIteration
        self.i += 1
        return torch.ones(3, requires_grad=True)


w = torch.ones(3, requires_grad=True)
steps = Steps(w * 2)
for a in steps:
    print(a)
print(steps.t)
for b in Leaves(w):
    b.sum().backward()
    print(b.grad)
