import torch
w = torch.ones(3, requires_grad=True)
v = torch.ones(3, requires_grad=True)
v.data = w * 2
v.data += w
class Box:
    @property
    def t(self):
        return self._t
    @t.setter
    def t(self, value):
        self._t = value.detach()
box = Box()
box.t = w * 2
print(box.t)
v.grad = (w * 2).detach()
box.u = v.data = w * 2
