# cause: zero-grad-op
# finds: GS310 at 9
# torch: gets b; zeros a
# fixed: gets a, b
import torch

a = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
loss = (a.floor() + 1).sum() * b.sum()
loss.backward()
print(a.grad, b.grad)
