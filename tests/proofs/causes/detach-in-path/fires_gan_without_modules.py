# finds: GS301 at 18
# torch: lacks gan.g.weight; gets gan.d.weight
# fixed: gets gan.g.weight, gan.d.weight; moves gan.g; moves gan.d
import torch
from torch import nn
import torch.nn.functional as F


class GAN:
    def __init__(self):
        self.g, self.d = nn.Linear(4, 2), nn.Linear(2, 1)
        self.og = torch.optim.Adam(self.g.parameters())
        self.od = torch.optim.Adam(self.d.parameters())

    def train_step(self, real):
        n = real.size(0)
        ones, zeros = torch.ones(n, 1), torch.zeros(n, 1)
        fake = self.g(torch.randn(n, 4)).detach()
        loss_d = F.binary_cross_entropy_with_logits(self.d(real), ones)
        loss_d = loss_d + F.binary_cross_entropy_with_logits(self.d(fake), zeros)
        self.od.zero_grad()
        loss_d.backward()
        self.od.step()
        loss_g = F.binary_cross_entropy_with_logits(self.d(fake), ones)
        self.og.zero_grad()
        loss_g.backward()
        self.og.step()
        return loss_d.item(), loss_g.item()


gan = GAN()
for _ in range(3):
    print(gan.train_step(torch.randn(8, 2)))
