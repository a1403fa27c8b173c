# correct
import torch
from torch import nn, optim, sigmoid
from torch.nn.functional import binary_cross_entropy, binary_cross_entropy_with_logits

"""The same model four times: by hand, by autograd.grad, with a Module, and with closed-form gradients as a check."""
g = torch.Generator().manual_seed(0)
X = torch.randn(30, 3, generator=g)
t = (X @ torch.tensor([1.0, -2.0, 0.5]) > 0).float()


def by_hand(steps=3, lr=0.5):
    w = torch.zeros(3)
    b = 0.0
    for _ in range(steps):
        error = sigmoid(X @ w + b) - t
        w = w - lr * (X.t() @ error) / len(X)
        b = b - lr * error.mean()
    return w, b


def by_autograd(steps=3, lr=0.5):
    w = torch.zeros(3, requires_grad=True)
    b = torch.zeros((), requires_grad=True)
    for _ in range(steps):
        loss = binary_cross_entropy(sigmoid(X @ w + b), t)
        dw, db = torch.autograd.grad(loss, [w, b])
        with torch.no_grad():
            w -= lr * dw
            b -= lr * db
    return w.detach(), b.detach()


def by_data(steps=3, lr=0.5):
    params = [torch.zeros(3).requires_grad_(), torch.zeros(1).requires_grad_()]
    w, b = params
    for _ in range(steps):
        binary_cross_entropy_with_logits(X.mv(w) + b, t).backward()
        for p in params:
            p.data = p.data - lr * p.grad
            p.grad = None
    return w.data, b.data


def by_module(steps=3, lr=0.5):
    model = nn.Linear(3, 1)
    nn.init.zeros_(model.weight)
    nn.init.zeros_(model.bias)
    opt = optim.SGD(model.parameters(), lr=lr)
    for _ in range(steps):
        opt.zero_grad()
        loss = binary_cross_entropy_with_logits(model(X).squeeze(1), t)
        loss.backward()
        opt.step()
    return model.weight.detach().squeeze(0), model.bias.detach()


results = [fit() for fit in (by_hand, by_autograd, by_data, by_module)]
reference, _ = results[0]
for w, b in results[1:]:
    assert torch.allclose(w, reference, atol=1e-5), (w, reference)
    assert not w.requires_grad
print([round(v, 4) for v in reference.tolist()], round(float(results[1][1]), 4))

# gradient check by finite differences, in double precision
w = torch.randn(3, dtype=torch.double, generator=g).requires_grad_()
loss = lambda v: binary_cross_entropy_with_logits(X.double() @ v, t.double())
loss(w).backward()
eps, numeric = 1e-6, torch.zeros(3, dtype=torch.double)
for i in range(3):
    step = torch.zeros(3, dtype=torch.double)
    step[i] = eps
    with torch.no_grad():
        numeric[i] = (loss(w + step) - loss(w - step)) / (2 * eps)
print(torch.allclose(numeric, w.grad, atol=1e-6))
