# raises: AttributeError: 'NoneType' object has no attribute 'abs'
# finds: GS102 at 21
# Saliency maps need the gradient of the input, and the input never asked for one.
import torch
from torch import nn

net = nn.Sequential(
    nn.Conv1d(1, 4, kernel_size=3, padding=1),
    nn.ReLU(),
    nn.Flatten(),
    nn.Linear(4 * 16, 3),
)
net.eval()


def saliency(net, signal):
    signal = signal.clone()
    out = net(signal)
    best = out.max(dim=1).values.sum()
    best.backward()
    return signal.grad.abs().squeeze()


signal = torch.sin(torch.linspace(0, 6.28, 16)).view(1, 1, 16)
heat = saliency(net, signal)
print(heat.topk(3).indices.tolist())
