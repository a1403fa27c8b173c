# correct
import torch
import torch.nn as nn
from torch.utils.checkpoint import checkpoint, checkpoint_sequential


class Block(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.lin1, self.lin2 = nn.Linear(dim, dim), nn.Linear(dim, dim)

    def forward(self, x, scale=1.0):
        return x + scale * self.lin2(torch.relu(self.lin1(x)))


class Deep(nn.Module):
    def __init__(self, dim=6, depth=3, use_checkpoint=True):
        super().__init__()
        self.blocks = nn.ModuleList(Block(dim) for _ in range(depth))
        self.head = nn.Linear(dim, 1)
        self.use_checkpoint = use_checkpoint

    def forward(self, x):
        for block in self.blocks:
            if self.use_checkpoint and self.training:
                x = checkpoint(block, x, 0.5, use_reentrant=False)
            else:
                x = block(x, 0.5)
        return self.head(x)


model = Deep()
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
for step in range(2):
    x = torch.randn(4, 6)
    loss = model(x).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    missing = [name for name, p in model.named_parameters() if p.grad is None]
    print(step, loss.item(), "missing:", missing)

stack = nn.Sequential(*[nn.Sequential(nn.Linear(6, 6), nn.Tanh()) for _ in range(4)])
x = torch.randn(3, 6, requires_grad=True)
out = checkpoint_sequential(stack, 2, x, use_reentrant=False)
out.sum().backward()
print(out.requires_grad, x.grad.shape, stack[0][0].weight.grad is not None)

model.eval()
with torch.no_grad():
    print(model(torch.zeros(1, 6)).item())
