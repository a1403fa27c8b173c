# correct
"""A GAN in four files; the generator's output is detached for the discriminator on purpose."""
import torch

from gan.discriminator import Discriminator
from gan.generator import Generator
from gan.steps import discriminator_step, generator_step

torch.manual_seed(0)
generator, discriminator = Generator(2, 4), Discriminator(4)
optimizers = [torch.optim.Adam(m.parameters(), lr=1e-3) for m in (generator, discriminator)]
for _ in range(2):
    real = torch.randn(6, 4)
    fake = generator(torch.randn(6, 2))
    d_loss = discriminator_step(discriminator, real, fake, optimizers[1])
    g_loss = generator_step(discriminator, fake, optimizers[0])
print(d_loss, g_loss)
