# correct
import torch
import torch.nn as nn
import torch.optim as optim
from torch.autograd import Variable

nz, nx, clip_value, n_critic = 4, 6, 0.01, 2


class Generator(nn.Module):
    def __init__(self):
        super(Generator, self).__init__()

        def block(in_feat, out_feat, normalize=True):
            layers = [nn.Linear(in_feat, out_feat)]
            if normalize:
                layers.append(nn.BatchNorm1d(out_feat, 0.8))
            layers.append(nn.LeakyReLU(0.2, inplace=True))
            return layers

        self.model = nn.Sequential(*block(nz, 8, normalize=False), *block(8, 16), nn.Linear(16, nx), nn.Tanh())

    def forward(self, z):
        return self.model(z)


generator = Generator()
discriminator = nn.Sequential(nn.Linear(nx, 16), nn.LeakyReLU(0.2, inplace=True), nn.Linear(16, 1))
optimizer_G = optim.RMSprop(generator.parameters(), lr=5e-5)
optimizer_D = optim.RMSprop(discriminator.parameters(), lr=5e-5)
Tensor = torch.FloatTensor

batches_done = 0
for epoch in range(2):
    for i in range(4):
        imgs = torch.rand(8, nx) * 2 - 1
        real_imgs = Variable(imgs.type(Tensor))

        optimizer_D.zero_grad()
        z = Variable(Tensor(8, nz).normal_())
        fake_imgs = generator(z).detach()
        loss_D = -torch.mean(discriminator(real_imgs)) + torch.mean(discriminator(fake_imgs))
        loss_D.backward()
        optimizer_D.step()

        for p in discriminator.parameters():
            p.data.clamp_(-clip_value, clip_value)

        if i % n_critic == 0:
            optimizer_G.zero_grad()
            gen_imgs = generator(z)
            loss_G = -torch.mean(discriminator(gen_imgs))
            loss_G.backward()
            optimizer_G.step()
            print("[D loss: %f] [G loss: %f]" % (loss_D.item(), loss_G.item()))
        batches_done += 1

print(batches_done, max(p.abs().max().item() for p in discriminator.parameters()) <= clip_value + 1e-6)
