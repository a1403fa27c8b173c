# correct
"""Fits a line with nothing but tensors: the classic first tutorial, with the update under no_grad."""
import torch

torch.manual_seed(42)

true_w, true_b = 2.5, -0.7
x = torch.linspace(-1, 1, 64).unsqueeze(1)
y = true_w * x + true_b + 0.05 * torch.randn_like(x)

w = torch.randn(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 0.1

for epoch in range(20):
    y_hat = x * w + b
    loss = ((y_hat - y) ** 2).mean()
    loss.backward()

    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()

    if epoch % 5 == 0:
        print(f"epoch {epoch:3d}  loss {loss.item():.4f}  w {w.item():.3f}  b {b.item():.3f}")

print("slope", w.detach().numpy(), "offset", b.tolist())
residual = (y - (x * w + b)).detach()
print("residual std", residual.std())
