# correct
from collections import OrderedDict

import torch
import torch.nn as nn
import torch.nn.functional as F


class Trainer:
    """What stands for the framework here."""

    def __init__(self, max_epochs):
        self.max_epochs = max_epochs

    def fit(self, module, loader):
        module.trainer = self
        module._optimizers = module.configure_optimizers()
        for epoch in range(self.max_epochs):
            for i, batch in enumerate(loader):
                module.training_step(batch, i)


class Module(nn.Module):
    def optimizers(self):
        return self._optimizers

    def manual_backward(self, loss, *args, **kwargs):
        loss.backward(*args, **kwargs)

    def toggle_optimizer(self, optimizer):
        wanted = {p for group in optimizer.param_groups for p in group["params"]}
        self._flags = {p: p.requires_grad for p in self.parameters()}
        for p in self.parameters():
            p.requires_grad = p in wanted and self._flags[p]

    def untoggle_optimizer(self, optimizer):
        for p, flag in self._flags.items():
            p.requires_grad = flag

    def log(self, name, value):
        print(name, value.item())


class GAN(Module):
    def __init__(self, latent_dim=8, lr=2e-4):
        super().__init__()
        self.latent_dim, self.lr = latent_dim, lr
        self.generator = nn.Sequential(OrderedDict(fc=nn.Linear(latent_dim, 16), act=nn.ReLU(), out=nn.Linear(16, 6)))
        self.discriminator = nn.Sequential(nn.Linear(6, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))
        self.validation_z = torch.randn(2, latent_dim)

    def forward(self, z):
        return self.generator(z)

    def adversarial_loss(self, y_hat, y):
        return F.binary_cross_entropy_with_logits(y_hat, y)

    def training_step(self, batch, batch_idx):
        (imgs,) = batch
        optimizer_g, optimizer_d = self.optimizers()
        z = torch.randn(imgs.shape[0], self.latent_dim).type_as(imgs)
        self.toggle_optimizer(optimizer_g)
        self.generated_imgs = self(z)
        valid = torch.ones(imgs.size(0), 1).type_as(imgs)
        g_loss = self.adversarial_loss(self.discriminator(self(z)), valid)
        self.log("g_loss", g_loss)
        self.manual_backward(g_loss)
        optimizer_g.step()
        optimizer_g.zero_grad()
        self.untoggle_optimizer(optimizer_g)
        self.toggle_optimizer(optimizer_d)
        real_loss = self.adversarial_loss(self.discriminator(imgs), valid)
        fake = torch.zeros(imgs.size(0), 1).type_as(imgs)
        fake_loss = self.adversarial_loss(self.discriminator(self(z).detach()), fake)
        d_loss = (real_loss + fake_loss) / 2
        self.log("d_loss", d_loss)
        self.manual_backward(d_loss)
        optimizer_d.step()
        optimizer_d.zero_grad()
        self.untoggle_optimizer(optimizer_d)

    def configure_optimizers(self):
        opt_g = torch.optim.Adam(self.generator.parameters(), lr=self.lr)
        opt_d = torch.optim.Adam(self.discriminator.parameters(), lr=self.lr)
        return [opt_g, opt_d]


gan = GAN()
Trainer(max_epochs=2).fit(gan, [(torch.rand(4, 6),) for _ in range(2)])
with torch.no_grad():
    print(gan(gan.validation_z).shape)
