# finds: GS208 at 22
# torch: moves discriminator.m[0].weight
# fixed: moves discriminator.m[0].weight
import torch
import torch.nn as nn
import torch.autograd as autograd


class Critic(nn.Module):
    def __init__(self, d=4):
        super().__init__()
        self.m = nn.Sequential(nn.Linear(d, 16), nn.LeakyReLU(0.2), nn.Linear(16, 1))

    def forward(self, x):
        return self.m(x)


def compute_gradient_penalty(D, real_samples, fake_samples):
    alpha = torch.rand(real_samples.size(0), 1)
    interpolates = (alpha * real_samples + ((1 - alpha) * fake_samples)).requires_grad_(True)
    d_interpolates = D(interpolates)
    gradients = autograd.grad(
        outputs=d_interpolates,
        inputs=interpolates,
        grad_outputs=torch.ones_like(d_interpolates),
        retain_graph=True,
        only_inputs=True,
    )[0]
    gradients = gradients.view(gradients.size(0), -1)
    return ((gradients.norm(2, dim=1) - 1) ** 2).mean()


generator, discriminator = nn.Linear(3, 4), Critic()
optimizer_G = torch.optim.Adam(generator.parameters(), lr=2e-4)
optimizer_D = torch.optim.Adam(discriminator.parameters(), lr=2e-4)
for i in range(4):
    real_imgs = torch.rand(6, 4)
    optimizer_D.zero_grad()
    fake_imgs = generator(torch.randn(6, 3))
    gp = compute_gradient_penalty(discriminator, real_imgs.data, fake_imgs.data)
    d_loss = -torch.mean(discriminator(real_imgs)) + torch.mean(discriminator(fake_imgs.detach())) + 10 * gp
    d_loss.backward()
    optimizer_D.step()
    optimizer_G.zero_grad()
    if i % 2 == 0:
        g_loss = -torch.mean(discriminator(generator(torch.randn(6, 3))))
        g_loss.backward()
        optimizer_G.step()
