# raises: TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'
# finds: GS402 at 21, GS402 at 22
import torch

x = torch.tensor([[0.0], [1.0], [2.0], [3.0]])
y = 2 * x + 1

w = torch.randn(1, requires_grad=True)
b = torch.randn(1, requires_grad=True)
lr = 0.05


def mse(pred, target):
    return ((pred - target) ** 2).mean()


epoch = 0
while epoch < 10:
    loss = mse(x * w + b, y)
    loss.backward()
    w = w - lr * w.grad
    b = b - lr * b.grad
    epoch += 1
    print(epoch, loss.item())
