# finds: GS301 at 52
# torch: moves netD; lacks netG[0].weight
# fixed: moves netG, netD
import torch
import torch.nn as nn
from torch.autograd import Variable

nz, ngf = 8, 16
netG = nn.Sequential(nn.Linear(nz, ngf), nn.BatchNorm1d(ngf), nn.ReLU(True), nn.Linear(ngf, 6), nn.Tanh())
netD = nn.Sequential(nn.Linear(6, ngf), nn.LeakyReLU(0.2, inplace=True), nn.Linear(ngf, 1), nn.Sigmoid())


def weights_init(m):
    classname = m.__class__.__name__
    if classname.find("Linear") != -1:
        m.weight.data.normal_(0.0, 0.02)
    elif classname.find("BatchNorm") != -1:
        m.weight.data.normal_(1.0, 0.02)
        m.bias.data.fill_(0)


netG.apply(weights_init)
netD.apply(weights_init)
criterion = nn.BCELoss()
optimizerD = torch.optim.Adam(netD.parameters(), lr=0.0002, betas=(0.5, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=0.0002, betas=(0.5, 0.999))
real_label, fake_label = 1.0, 0.0

for epoch in range(2):
    for i in range(2):
        netD.zero_grad()
        real_cpu = torch.rand(4, 6)
        batch_size = real_cpu.size(0)
        label = torch.full((batch_size,), real_label)
        output = netD(real_cpu).view(-1)
        errD_real = criterion(output, label)
        errD_real.backward()
        D_x = output.mean().item()

        noise = torch.randn(batch_size, nz)
        fake = netG(noise)
        label.fill_(fake_label)
        output = netD(fake.detach()).view(-1)
        errD_fake = criterion(output, label)
        errD_fake.backward()
        D_G_z1 = output.mean().item()
        errD = errD_real + errD_fake
        optimizerD.step()

        netG.zero_grad()
        label.fill_(real_label)
        output = netD(fake.detach()).view(-1)
        errG = criterion(output, label)
        errG.backward()
        D_G_z2 = output.mean().item()
        optimizerG.step()
        print("[%d][%d] %.4f %.4f %.4f %.4f %.4f" % (epoch, i, errD.item(), errG.item(), D_x, D_G_z1, D_G_z2))
