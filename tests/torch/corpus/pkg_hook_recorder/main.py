# correct
"""Watches the size of activations and gradients while a net trains, and clips where they come by."""
import torch
from torch import nn

from watch import Recorder, clip_on_the_way

torch.manual_seed(12)
net = nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1))
handles = clip_on_the_way(net, 0.5)
optimizer = torch.optim.Adagrad(net.parameters(), lr=0.1)
x = torch.randn(16, 5)
y = x.sum(1, keepdim=True).sin()
recorder = Recorder(net, only=(nn.Linear,))
with recorder:
    for _ in range(3):
        loss = nn.functional.huber_loss(net(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
for handle in handles:
    handle.remove()
for name, (forward, backward) in recorder.summary().items():
    print(f"{name}: {forward:.3f} {backward:.3f}")
hidden = net[:2](x)
hidden.retain_grad()
net[2:](hidden).mean().backward()
print(hidden.grad.abs().mean())
