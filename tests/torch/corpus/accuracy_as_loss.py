# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 23
import torch
from torch import nn, optim

net = nn.Sequential(nn.Linear(5, 10), nn.Tanh(), nn.Linear(10, 3))
opt = optim.SGD(net.parameters(), lr=0.1)


def error_rate(logits, labels):
    """Share of wrong predictions."""
    predicted = logits.argmax(dim=-1)
    wrong = (predicted != labels).float()
    return wrong.mean()


xs = torch.randn(20, 5)
ys = torch.randint(3, (20,))
best = float("inf")
for epoch in range(5):
    opt.zero_grad()
    loss = error_rate(net(xs), ys)
    loss.backward()
    opt.step()
    if (value := loss.item()) < best:
        best = value
        print("better:", best)
