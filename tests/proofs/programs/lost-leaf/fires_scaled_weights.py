# cause: nonleaf-grad
# finds: GS401 at 8
# torch: raises TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# fixed: gets weights
import torch

x, y = torch.rand(20, 3), torch.rand(20)
weights = torch.randn(3, requires_grad=True) * 0.1
for epoch in range(3):
    loss = (x @ weights - y).pow(2).mean()
    loss.backward()
    with torch.no_grad():
        weights -= 0.1 * weights.grad
