# cause: leaf-rebound
# finds: GS402 at 12
# torch: raises TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# fixed: gets w; holds w.is_leaf
import torch

x, y = torch.rand(10, 2), torch.rand(10)
w = torch.zeros(2, requires_grad=True)
for epoch in range(5):
    loss = (x @ w - y).pow(2).mean()
    loss.backward()
    w = w - 0.1 * w.grad