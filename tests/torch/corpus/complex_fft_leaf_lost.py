# finds: GS401 at 9 or GS101 at 19 or GS401 at 19
"""Phase retrieval: the estimate is cast to complex in the line that asks for its gradient."""
import torch

torch.manual_seed(0)
true = torch.rand(16)
magnitudes = torch.fft.fft(true).abs()

estimate = torch.rand(16, requires_grad=True).to(torch.complex64)
support = torch.ones(16, dtype=torch.bool)
support[12:] = False
losses = []

for step in range(3):
    spectrum = torch.fft.fft(estimate * support)
    loss = (spectrum.abs() - magnitudes).pow(2).mean()
    loss.backward(retain_graph=True)
    losses.append(loss.item())
    if estimate.grad is not None:
        with torch.no_grad():
            estimate -= 0.1 * estimate.grad
print(losses)
