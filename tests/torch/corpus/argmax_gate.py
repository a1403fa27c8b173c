# finds: GS308 at 15
# A router that picks its expert with argmax + one_hot: the router itself is never trained.
import torch as th
from torch import nn
import torch.nn.functional as F


class HardMoE(nn.Module):
    def __init__(self, dim: int, experts: int):
        super().__init__()
        self.router = nn.Linear(dim, experts)
        self.experts = nn.ModuleList([nn.Linear(dim, dim) for _ in range(experts)])

    def forward(self, x):
        choice = F.one_hot(self.router(x).argmax(-1), len(self.experts)).float()
        outputs = th.stack([expert(x) for expert in self.experts], dim=1)
        return (choice.unsqueeze(-1) * outputs).sum(dim=1)


th.manual_seed(9)
moe = HardMoE(5, 3)
optimizer = th.optim.Adam(moe.parameters(), lr=1e-2)
for step in range(4):
    x = th.randn(10, 5)
    loss = F.mse_loss(moe(x), x.flip(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
