# cause: requires-grad-typo
# finds: GS405 at 10
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets x
# all fixed: gets x
# no fix: GS201
import torch

x = torch.rand(3)
x.require_grad = True
y = (x * x).sum()
y.backward()