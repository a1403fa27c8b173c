# correct
# Alternating GAN updates. The detach in the discriminator step is meant.
import torch
from torch import nn, optim

latent_dim, data_dim, batch = 8, 16, 12

generator = nn.Sequential(
    nn.Linear(latent_dim, 32),
    nn.ReLU(inplace=True),
    nn.Linear(32, data_dim),
    nn.Tanh(),
)
discriminator = nn.Sequential(
    nn.Linear(data_dim, 32),
    nn.LeakyReLU(0.2, inplace=True),
    nn.Linear(32, 1),
)


def weights_init(m):
    if isinstance(m, nn.Linear):
        nn.init.normal_(m.weight.data, 0.0, 0.02)
        nn.init.constant_(m.bias.data, 0)


generator.apply(weights_init)
discriminator.apply(weights_init)

criterion = nn.BCEWithLogitsLoss()
opt_d = optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
opt_g = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
fixed_noise = torch.randn(4, latent_dim)
real_label, fake_label = 1.0, 0.0

for step in range(4):
    real = torch.randn(batch, data_dim).tanh()

    # (1) update D: maximize log(D(x)) + log(1 - D(G(z)))
    discriminator.zero_grad()
    label = torch.full((batch, 1), real_label)
    errD_real = criterion(discriminator(real), label)
    errD_real.backward()
    noise = torch.randn(batch, latent_dim)
    fake = generator(noise)
    label.fill_(fake_label)
    output = discriminator(fake.detach())
    errD_fake = criterion(output, label)
    errD_fake.backward()
    D_G_z1 = output.mean().item()
    errD = errD_real + errD_fake
    opt_d.step()

    # (2) update G: maximize log(D(G(z)))
    generator.zero_grad()
    label.fill_(real_label)
    output = discriminator(fake)
    errG = criterion(output, label)
    errG.backward()
    D_G_z2 = output.mean().item()
    opt_g.step()
    print(f"[{step}] D {errD.item():.3f} G {errG.item():.3f} D(G(z)) {D_G_z1:.3f} / {D_G_z2:.3f}")

with torch.no_grad():
    samples = generator(fixed_noise).cpu()
print(samples.shape, samples.requires_grad)
