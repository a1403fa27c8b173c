# raises: RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.
# finds: GS601 at 10
import torch
import torch.nn as nn


def init_weights(module):
    """Bias to a constant, weights uniform; written without `.data` or no_grad."""
    if isinstance(module, nn.Linear):
        module.weight.uniform_(-0.1, 0.1)
        module.bias.fill_(0.01)


class Actor(nn.Module):
    def __init__(self, obs, act):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(obs, 16), nn.ReLU(), nn.Linear(16, act))
        self.apply(init_weights)

    def forward(self, x):
        return torch.tanh(self.net(x))


actor = Actor(4, 2)
optimizer = torch.optim.Adam(actor.parameters(), lr=1e-3)
loss = actor(torch.randn(5, 4)).pow(2).mean()
loss.backward()
optimizer.step()
