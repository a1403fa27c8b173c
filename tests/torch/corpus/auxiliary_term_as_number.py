# finds: GS305 at 35
# The load-balancing term of a router is added as a number: it is logged rightly and trains nothing.
import torch
from torch import nn
import torch.nn.functional as F

torch.manual_seed(5)
N_EXPERTS, DIM = 4, 6


class Body(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(DIM, 16), nn.SiLU(), nn.Linear(16, 3))

    def forward(self, x):
        return self.net(x)


body = Body()
router = nn.Linear(DIM, N_EXPERTS)
optimizer = torch.optim.Adam(list(body.parameters()) + list(router.parameters()), lr=1e-2)


def balance_loss(gates):
    load = gates.mean(dim=0)
    return N_EXPERTS * (load * load).sum()


for step in range(5):
    x = torch.randn(16, DIM)
    y = torch.randint(3, (16,))
    gates = F.softmax(router(x), dim=-1)
    task = F.cross_entropy(body(x), y)
    loss = task + 0.01 * balance_loss(gates).item()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(f"{step}: task {task.item():.3f} total {loss.item():.3f}")
