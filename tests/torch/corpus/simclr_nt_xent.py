# correct
import torch as th
import torch.nn as nn
import torch.nn.functional as F


class NTXent(nn.Module):
    def __init__(self, temperature: float = 0.5):
        super().__init__()
        self.temperature = temperature

    def forward(self, z_i: th.Tensor, z_j: th.Tensor) -> th.Tensor:
        n = z_i.shape[0]
        z = F.normalize(th.cat((z_i, z_j), dim=0), dim=1)
        sim = th.einsum("id,jd->ij", z, z) / self.temperature
        sim = sim.masked_fill(th.eye(2 * n, dtype=th.bool), float("-inf"))
        targets = th.cat([th.arange(n, 2 * n), th.arange(n)])
        return F.cross_entropy(sim, targets)


def augment(x, strength=0.2):
    noise = th.randn_like(x) * strength
    drop = th.rand_like(x) > 0.1
    return (x + noise) * drop


encoder = nn.Sequential(nn.Linear(12, 24), nn.BatchNorm1d(24), nn.ReLU(), nn.Linear(24, 8))
projector = nn.Sequential(nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 4))
model = nn.Sequential(encoder, projector)
optimizer = th.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=1e-4)
scheduler = th.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=5)
criterion = NTXent(temperature=0.2)

x = th.randn(64, 12)
for epoch in range(2):
    for batch in x.chunk(4):
        loss = criterion(model(augment(batch)), model(augment(batch)))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    scheduler.step()
    print(epoch, loss.item(), scheduler.get_last_lr()[0])

# linear probe: the encoder stays as it is
encoder.eval()
with th.no_grad():
    features = encoder(x)
probe = nn.Linear(8, 2)
labels = (x[:, 0] > 0).long()
probe_optimizer = th.optim.Adam(probe.parameters(), lr=1e-2)
for _ in range(5):
    probe_optimizer.zero_grad()
    probe_loss = F.cross_entropy(probe(features), labels)
    probe_loss.backward()
    probe_optimizer.step()
print("probe", probe_loss.item())
