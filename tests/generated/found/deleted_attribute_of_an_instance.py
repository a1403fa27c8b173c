import torch


class A:
    t = torch.ones(3)

    def __init__(self):
        pass


a, b = A(), A()
A.t.requires_grad_()
x = a.t
a.t = torch.ones(3)
y = b.t
z = a.t
del a.t
z = a.t
