# finds: GS205 at 30
# torch: raises RuntimeError: Trying to backward through the graph a second time
# fixed: moves G, D
import torch
from torch import nn

G = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 4))
D = nn.Sequential(nn.Linear(4, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
opt_g = torch.optim.Adam(G.parameters(), lr=2e-4)
opt_d = torch.optim.Adam(D.parameters(), lr=2e-4)
bce = nn.BCEWithLogitsLoss()


def real_batches(n):
    for _ in range(n):
        yield torch.randn(16, 4) * 0.5 + 1


for step, real in enumerate(real_batches(4)):
    ones, zeros = torch.ones(16, 1), torch.zeros(16, 1)
    fake = G(torch.randn(16, 8))

    d_loss = bce(D(real), ones) + bce(D(fake), zeros)
    opt_d.zero_grad()
    d_loss.backward()
    opt_d.step()

    g_loss = bce(D(fake), ones)
    opt_g.zero_grad()
    g_loss.backward()
    opt_g.step()
    if step % 2 == 0:
        print(step, d_loss.item(), g_loss.item())
