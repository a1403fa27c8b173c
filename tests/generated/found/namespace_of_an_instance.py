# Seed 32001.
import types

import torch

w1 = torch.randn((3,), requires_grad=True)
x2 = w1.repeat(3, 1)
box = types.SimpleNamespace(t=x2)
y1 = vars(box)["t"]
y1.retain_grad()
x2.sum().backward()
print(x2.grad)
box.__dict__["t"] = x2.detach()
print(box.t)
box.__dict__.update(t=w1, u=x2)
print(box.t, box.u, [v for v in vars(box).values()], {**vars(box)}["u"], dict(vars(box))["t"])
