# correct
# Vanilla saliency, SmoothGrad, integrated gradients and input-times-gradient in one file.
import torch
from torch import nn, Tensor

net = nn.Sequential(
    nn.Conv1d(1, 4, kernel_size=3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(4 * 16, 3)
)
net.eval()
for p in net.parameters():
    p.requires_grad_(False)  # only the input matters here


def saliency(signal: Tensor, target: int) -> Tensor:
    signal = signal.detach().clone().requires_grad_()
    net(signal)[0, target].backward()
    return signal.grad.abs().squeeze()


def smooth_grad(signal: Tensor, target: int, n: int = 5, sigma: float = 0.1) -> Tensor:
    total = torch.zeros(16)
    for _ in range(n):
        total += saliency(signal + sigma * torch.randn_like(signal), target)
    return total / n


def integrated_gradients(signal: Tensor, target: int, steps: int = 8) -> Tensor:
    baseline = torch.zeros_like(signal)
    path = torch.cat([baseline + (k / steps) * (signal - baseline) for k in range(1, steps + 1)])
    path.requires_grad_(True)
    score = net(path)[:, target].sum()
    grads = torch.autograd.grad(score, path)[0]
    return ((signal - baseline) * grads.mean(dim=0, keepdim=True)).squeeze()


signal = torch.sin(torch.linspace(0, 6.28, 16)).view(1, 1, 16)
target = int(net(signal).argmax())
maps = {
    "saliency": saliency(signal, target),
    "smooth": smooth_grad(signal, target),
    "integrated": integrated_gradients(signal, target),
}
for name, heat in maps.items():
    assert not heat.requires_grad
    print(f"{name:>12}: {heat.abs().argmax().item():2d} {heat.abs().max():.4f}")
print(all(p.grad is None for p in net.parameters()))
