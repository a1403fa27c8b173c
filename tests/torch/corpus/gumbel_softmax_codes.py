# correct
import torch
import torch.nn as nn
import torch.nn.functional as F


def sample_gumbel(shape, eps=1e-20):
    U = torch.rand(shape)
    return -torch.log(-torch.log(U + eps) + eps)


def gumbel_softmax_sample(logits, temperature):
    return F.softmax((logits + sample_gumbel(logits.size())) / temperature, dim=-1)


def gumbel_softmax(logits, temperature, hard=False):
    """Straight-through: the one-hot sample forward, the soft sample backward."""
    y = gumbel_softmax_sample(logits, temperature)
    if not hard:
        return y
    shape = y.size()
    _, ind = y.max(dim=-1)
    y_hard = torch.zeros_like(y).view(-1, shape[-1])
    y_hard.scatter_(1, ind.view(-1, 1), 1)
    y_hard = y_hard.view(*shape)
    return (y_hard - y).detach() + y


class CategoricalVAE(nn.Module):
    def __init__(self, dim=10, latents=3, classes=4):
        super().__init__()
        self.latents, self.classes = latents, classes
        self.encoder = nn.Linear(dim, latents * classes)
        self.decoder = nn.Linear(latents * classes, dim)

    def forward(self, x, temp, hard):
        q = self.encoder(x).view(-1, self.latents, self.classes)
        z = gumbel_softmax(q, temp, hard)
        return self.decoder(z.flatten(1)), F.softmax(q, dim=-1)


model = CategoricalVAE()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
temp, temp_min, anneal = 1.0, 0.5, 3e-2
data = torch.rand(40, 10)
for epoch in range(4):
    hard = epoch % 2 == 1
    for x in data.split(20):
        recon, qy = model(x, temp, hard)
        bce = F.binary_cross_entropy_with_logits(recon, x, reduction="sum") / len(x)
        log_ratio = torch.log(qy * model.classes + 1e-20)
        kld = torch.sum(qy * log_ratio, dim=-1).mean()
        optimizer.zero_grad()
        (bce + kld).backward()
        optimizer.step()
    temp = max(temp * (1 - anneal), temp_min)
    print(epoch, bce.item(), kld.item())

built_in = F.gumbel_softmax(model.encoder(data[:2]).view(-1, 4), tau=0.7, hard=True)
codes = built_in.argmax(dim=-1)
print(built_in.requires_grad, codes.requires_grad, model.encoder.weight.grad is not None)
