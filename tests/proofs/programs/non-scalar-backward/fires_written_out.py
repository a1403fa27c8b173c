# cause: nonscalar-backward
# finds: GS207 at 10
# torch: raises RuntimeError: grad can be implicitly created only for scalar outputs
# fixed: gets w, b
import torch

x, y = torch.linspace(0, 1, 20), torch.rand(20)
w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
((w * x + b - y) ** 2).backward()
