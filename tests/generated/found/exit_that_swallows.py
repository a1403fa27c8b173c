import torch


class C:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return True


w = torch.ones(3, requires_grad=True)
x = w * 2
with C():
    x.missing
    x = x.detach()
y = x * 2
