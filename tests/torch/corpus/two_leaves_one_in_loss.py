# finds: GS104 at 23 or GS104 at 27
import torch as th

# A tiny logistic regression in which the bias was forgotten in the forward pass.
th.manual_seed(3)
X = th.randn(40, 2)
t = (X[:, 0] - X[:, 1] > 0).float()

weight = th.zeros(2, requires_grad=True)
bias = th.zeros((), requires_grad=True)


def forward(X):
    return th.sigmoid(X @ weight)


for step in range(10):
    p = forward(X)
    loss = th.nn.functional.binary_cross_entropy(p, t)
    loss.backward()
    with th.no_grad():
        weight -= 0.5 * weight.grad
        if bias.grad is not None:
            bias -= 0.5 * bias.grad
    weight.grad = None

print("bias gradient:", bias.grad)
print("accuracy:", ((forward(X) > 0.5) == t.bool()).float().mean().item())
