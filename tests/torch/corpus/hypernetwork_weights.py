# correct
# A hypernetwork makes the weights of a small target network from a task code.
import torch
from torch import nn, Tensor
from torch.nn import functional as F


class HyperNetwork(nn.Module):
    def __init__(self, code_dim: int, shapes: list[tuple[int, ...]]):
        super().__init__()
        self.shapes = shapes
        self.trunk = nn.Linear(code_dim, 16)
        self.heads = nn.ModuleList()
        for shape in shapes:
            size = 1
            for n in shape:
                size *= n
            self.heads.append(nn.Linear(16, size))

    def forward(self, code: Tensor) -> list[Tensor]:
        h = torch.tanh(self.trunk(code))
        return [head(h).view(shape) for head, shape in zip(self.heads, self.shapes)]


class TargetNet:
    """Holds no parameters of its own."""

    def __call__(self, x, weights):
        w1, b1, w2, b2 = weights
        return F.linear(torch.sin(F.linear(x, w1, b1)), w2, b2)


codes = nn.Embedding(3, 4)
hyper = HyperNetwork(4, [(8, 1), (8,), (1, 8), (1,)])
target = TargetNet()
optimizer = torch.optim.Adam([*hyper.parameters(), *codes.parameters()], lr=5e-3)
x = torch.linspace(-2, 2, 25).unsqueeze(-1)
functions = [torch.sin, torch.abs, lambda v: v**2 / 4]

for step in range(6):
    total = x.new_zeros(())
    for k, function in enumerate(functions):
        weights = hyper(codes(torch.tensor(k)))
        total = total + F.mse_loss(target(x, weights), function(x))
    optimizer.zero_grad()
    total.backward()
    optimizer.step()
    print(step, total.item())

with torch.no_grad():
    fixed = [w.clone() for w in hyper(codes.weight[0])]
print([tuple(w.shape) for w in fixed], any(w.requires_grad for w in fixed))
