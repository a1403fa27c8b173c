# correct
import torch
from torch import nn
from torch.autograd import Function


class RoundSTE(Function):
    """Rounds forward, passes the gradient straight through."""

    @staticmethod
    def forward(ctx, x):
        return x.round()

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output


class ScaledExp(Function):
    @staticmethod
    def forward(ctx, x, scale):
        result = torch.exp(x) * scale
        ctx.save_for_backward(result)
        ctx.scale = scale
        return result

    @staticmethod
    def backward(ctx, grad_output):
        (result,) = ctx.saved_tensors
        return grad_output * result, None


class Surrogate(Function):
    """Heaviside spikes with the derivative of a fast sigmoid."""

    alpha = 10.0

    @staticmethod
    def forward(ctx, membrane):
        ctx.save_for_backward(membrane)
        return (membrane > 0).float()

    @staticmethod
    def backward(ctx, grad_output):
        (membrane,) = ctx.saved_tensors
        return grad_output / (Surrogate.alpha * membrane.abs() + 1.0) ** 2


spike = Surrogate.apply


class SpikingLayer(nn.Module):
    def __init__(self, n_in, n_out, beta=0.9):
        super().__init__()
        self.fc = nn.Linear(n_in, n_out)
        self.beta = beta

    def forward(self, inputs):
        membrane = torch.zeros(inputs.size(1), self.fc.out_features)
        spikes = []
        for current in inputs:
            membrane = self.beta * membrane + self.fc(current)
            out = spike(membrane - 1.0)
            membrane = membrane - out.detach()
            spikes.append(out)
        return torch.stack(spikes)


net = SpikingLayer(5, 3)
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
currents, target = torch.rand(8, 4, 5) * 2, torch.full((4, 3), 2.0)
for step in range(3):
    rate = net(currents).sum(dim=0)
    loss = (rate - target).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item(), net.fc.weight.grad.abs().sum().item() > 0)

x = torch.randn(6, requires_grad=True)
quantized = RoundSTE.apply(x * 4) / 4
grown = ScaledExp.apply(quantized, 0.5)
grown.sum().backward()
print(grown.requires_grad, torch.allclose(x.grad, grown.detach()))
print(torch.autograd.gradcheck(lambda t: ScaledExp.apply(t, 2.0), torch.randn(3, dtype=torch.float64, requires_grad=True)))
