# Seed 33031: what `__init__` was given was said to be unknown.
import torch


class Box:
    def __init__(self, t):
        self.t = t

    def both(self):
        return self.t * 2


w = torch.ones(3, requires_grad=True)
box = Box(w + 1)
print(box.t)
