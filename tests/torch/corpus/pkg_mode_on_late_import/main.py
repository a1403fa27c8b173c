# correct
"""A package whose inference half switches gradients off when it is imported, lazily, inside a function."""
import torch

from kit import Net, fit

torch.manual_seed(0)
net = Net()
x, y = torch.randn(6, 3), torch.randn(6, 1)
print(fit(net, x, y))
before = net(x)


def export(model):
    from kit import serving
    return serving.run(model, x)


was = torch.is_grad_enabled()
out = export(net)
after = net(x)
torch.set_grad_enabled(was)
again = net(x)
again.sum().backward()
print(before.requires_grad, out.requires_grad, after.requires_grad, again.requires_grad)
