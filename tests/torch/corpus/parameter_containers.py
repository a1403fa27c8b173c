# correct
import torch
from torch import nn


class Mixer(nn.Module):
    """Every kind of container torch knows, and two plain lists that only refer to registered modules."""

    def __init__(self, dim=4, depth=2, names=("a", "b")):
        super().__init__()
        blocks = []
        for _ in range(depth):
            blocks.append(nn.Linear(dim, dim))
            blocks.append(nn.Tanh())
        self.blocks = nn.ModuleList(blocks)
        self.branches = nn.ModuleDict({name: nn.Linear(dim, dim) for name in names})
        self.gains = nn.ParameterDict({name: nn.Parameter(torch.ones(dim)) for name in names})
        self.shifts = nn.ParameterList([torch.zeros(dim) for _ in names])
        self.final = nn.Sequential()
        self.final.add_module("norm", nn.LayerNorm(dim))
        self.final.append(nn.Linear(dim, 1))
        self.order = [self.branches[name] for name in names]
        self.linears = [m for m in self.modules() if isinstance(m, nn.Linear)]
        self.register_parameter("temperature", nn.Parameter(torch.tensor(1.0)))
        self.register_buffer("calls", torch.zeros((), dtype=torch.long))

    def forward(self, x):
        self.calls += 1
        for block in self.blocks:
            x = block(x)
        outs = []
        for i, (name, branch) in enumerate(self.branches.items()):
            outs.append(branch(x) * self.gains[name] + self.shifts[i])
        x = torch.stack(outs).mean(dim=0) / self.temperature
        return self.final(x)


model = Mixer()
decay = [p for p in model.parameters() if p.ndim >= 2]
no_decay = [p for p in model.parameters() if p.ndim < 2]
optimizer = torch.optim.AdamW(
    [{"params": decay, "weight_decay": 0.01}, {"params": no_decay, "weight_decay": 0.0}], lr=1e-2
)
x, y = torch.randn(9, 4), torch.randn(9, 1)

for _ in range(3):
    loss = nn.functional.huber_loss(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

without = [name for name, p in model.named_parameters() if p.grad is None]
print(loss.item(), "without gradient:", without, "calls:", model.calls.item(), len(model.linears), len(model.order))
print({name: tuple(buffer.shape) for name, buffer in model.named_buffers()})
first, *_, last = model.parameters()
print(first.is_leaf, last.requires_grad, model.shifts[0].grad.abs().sum() > 0)
