# raises: RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.
# finds: GS601 at 16
import torch

X = torch.randn(100, 3)
true_w = torch.tensor([1.5, -2.0, 0.3])
y = X @ true_w + 0.01 * torch.randn(100)


def squared_loss(y_hat, y):
    return (y_hat - y).square().mean() / 2


def sgd(params, lr):
    for param in params:
        param -= lr * param.grad
        param.grad.zero_()


w = torch.zeros(3, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
for epoch in range(3):
    l = squared_loss(X @ w + b, y)
    l.backward()
    sgd([w, b], lr=0.1)
    print(f"epoch {epoch + 1}, loss {float(l):f}")
