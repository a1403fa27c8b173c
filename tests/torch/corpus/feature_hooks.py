# correct
from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F


class FeatureExtractor(nn.Module):
    """Perceptual features of a frozen network, taken by forward hooks."""

    def __init__(self, network, layers):
        super().__init__()
        self.network = network.eval().requires_grad_(False)
        self.features = {}
        self.handles = []
        for name in layers:
            layer = dict(network.named_modules())[name]
            self.handles.append(layer.register_forward_hook(partial(self._save, name)))

    def _save(self, name, module, inputs, output):
        self.features[name] = output

    def forward(self, x):
        self.features.clear()
        self.network(x)
        return dict(self.features)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        for handle in self.handles:
            handle.remove()
        return False

    def __len__(self):
        return len(self.handles)


vgg = nn.Sequential(
    nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, padding=1), nn.ReLU()
)
generator = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.PReLU(), nn.Conv2d(4, 1, 3, padding=1))
optimizer = torch.optim.Adam(generator.parameters(), lr=1e-3)
low, high = torch.rand(2, 1, 8, 8), torch.rand(2, 1, 8, 8)

with FeatureExtractor(vgg, ["1", "4"]) as extract:
    for step in range(3):
        fake = generator(low)
        fake_features = extract(fake)
        with torch.no_grad():
            real_features = extract(high)
        perceptual = sum(F.l1_loss(fake_features[k], real_features[k]) for k in real_features)
        loss = F.mse_loss(fake, high) + 0.1 * perceptual
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        print(step, loss.item(), len(extract))

# gradient statistics by full backward hooks
norms = {}


def watch(name):
    def hook(module, grad_input, grad_output):
        norms[name] = grad_output[0].norm().item()

    return hook


handles = [m.register_full_backward_hook(watch(n)) for n, m in generator.named_children()]
generator(low).mean().backward()
for h in handles:
    h.remove()
print(sorted(norms), all(p.grad is None for p in vgg.parameters()))

clipped = nn.Linear(3, 1)
for p in clipped.parameters():
    p.register_hook(lambda grad: grad.clamp(-0.1, 0.1))
(clipped(torch.randn(5, 3)) * 100).sum().backward()
print(clipped.weight.grad.abs().max().item() <= 0.1)
