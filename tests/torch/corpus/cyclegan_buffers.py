# correct
import argparse
import itertools
import random

import torch
import torch.nn as nn


class ReplayBuffer:
    def __init__(self, max_size=50):
        self.max_size = max_size
        self.data = []

    def push_and_pop(self, data):
        to_return = []
        for element in data.data:
            element = torch.unsqueeze(element, 0)
            if len(self.data) < self.max_size:
                self.data.append(element)
                to_return.append(element)
            else:
                if random.uniform(0, 1) > 0.5:
                    i = random.randint(0, self.max_size - 1)
                    to_return.append(self.data[i].clone())
                    self.data[i] = element
                else:
                    to_return.append(element)
        return torch.cat(to_return)


class LambdaLR:
    def __init__(self, n_epochs, offset, decay_start_epoch):
        self.n_epochs = n_epochs
        self.offset = offset
        self.decay_start_epoch = decay_start_epoch

    def step(self, epoch):
        return 1.0 - max(0, epoch + self.offset - self.decay_start_epoch) / (self.n_epochs - self.decay_start_epoch)


def weights_init_normal(m):
    classname = m.__class__.__name__
    if classname.find("Conv") != -1:
        torch.nn.init.normal_(m.weight.data, 0.0, 0.02)
    elif classname.find("BatchNorm2d") != -1:
        torch.nn.init.normal_(m.weight.data, 1.0, 0.02)
        torch.nn.init.constant_(m.bias.data, 0.0)


class ResidualBlock(nn.Module):
    def __init__(self, in_features):
        super(ResidualBlock, self).__init__()
        conv_block = [
            nn.ReflectionPad2d(1),
            nn.Conv2d(in_features, in_features, 3),
            nn.InstanceNorm2d(in_features),
            nn.ReLU(inplace=True),
        ]
        self.conv_block = nn.Sequential(*conv_block)

    def forward(self, x):
        return x + self.conv_block(x)


class Generator(nn.Module):
    def __init__(self, nc, n_blocks=2):
        super().__init__()
        model = [nn.Conv2d(nc, 8, 3, padding=1)]
        for _ in range(n_blocks):
            model += [ResidualBlock(8)]
        model += [nn.Conv2d(8, nc, 3, padding=1), nn.Tanh()]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x)


class Discriminator(nn.Module):
    def __init__(self, nc):
        super().__init__()
        self.model = nn.Sequential(nn.Conv2d(nc, 8, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True), nn.Conv2d(8, 1, 4, padding=1))

    def forward(self, x):
        x = self.model(x)
        return nn.functional.avg_pool2d(x, x.size()[2:]).view(x.size()[0], -1)


parser = argparse.ArgumentParser()
parser.add_argument("--n_epochs", type=int, default=2)
parser.add_argument("--lr", type=float, default=0.0002)
parser.add_argument("--cuda", action="store_true")
opt = parser.parse_args([])

netG_A2B, netG_B2A = Generator(3), Generator(3)
netD_A, netD_B = Discriminator(3), Discriminator(3)
if opt.cuda:
    netG_A2B.cuda()
    netG_B2A.cuda()
    netD_A.cuda()
    netD_B.cuda()
for net in (netG_A2B, netG_B2A, netD_A, netD_B):
    net.apply(weights_init_normal)

criterion_GAN = torch.nn.MSELoss()
criterion_cycle = torch.nn.L1Loss()
optimizer_G = torch.optim.Adam(itertools.chain(netG_A2B.parameters(), netG_B2A.parameters()), lr=opt.lr, betas=(0.5, 0.999))
optimizer_D_A = torch.optim.Adam(netD_A.parameters(), lr=opt.lr, betas=(0.5, 0.999))
optimizer_D_B = torch.optim.Adam(netD_B.parameters(), lr=opt.lr, betas=(0.5, 0.999))
lr_scheduler_G = torch.optim.lr_scheduler.LambdaLR(optimizer_G, lr_lambda=LambdaLR(opt.n_epochs, 0, 1).step)

Tensor = torch.cuda.FloatTensor if opt.cuda else torch.Tensor
input_A = Tensor(2, 3, 16, 16)
target_real = Tensor(2, 1).fill_(1.0)
target_fake = Tensor(2, 1).fill_(0.0)
fake_A_buffer = ReplayBuffer()
fake_B_buffer = ReplayBuffer()

for epoch in range(opt.n_epochs):
    for i in range(2):
        real_A = input_A.copy_(torch.rand(2, 3, 16, 16)).clone()
        real_B = torch.rand(2, 3, 16, 16)

        optimizer_G.zero_grad()
        loss_identity_B = criterion_cycle(netG_A2B(real_B), real_B) * 5.0
        fake_B = netG_A2B(real_A)
        loss_GAN_A2B = criterion_GAN(netD_B(fake_B), target_real)
        fake_A = netG_B2A(real_B)
        loss_GAN_B2A = criterion_GAN(netD_A(fake_A), target_real)
        recovered_A = netG_B2A(fake_B)
        recovered_B = netG_A2B(fake_A)
        loss_cycle = 10.0 * (criterion_cycle(recovered_A, real_A) + criterion_cycle(recovered_B, real_B))
        loss_G = loss_identity_B + loss_GAN_A2B + loss_GAN_B2A + loss_cycle
        loss_G.backward()
        optimizer_G.step()

        for netD, optimizer_D, real, buffer, fake in (
            (netD_A, optimizer_D_A, real_A, fake_A_buffer, fake_A),
            (netD_B, optimizer_D_B, real_B, fake_B_buffer, fake_B),
        ):
            optimizer_D.zero_grad()
            loss_real = criterion_GAN(netD(real), target_real)
            fake = buffer.push_and_pop(fake)
            loss_fake = criterion_GAN(netD(fake.detach()), target_fake)
            loss_D = (loss_real + loss_fake) * 0.5
            loss_D.backward()
            optimizer_D.step()
    lr_scheduler_G.step()
    print(f"epoch {epoch}: G {loss_G.item():.3f} D {loss_D.item():.3f}")
