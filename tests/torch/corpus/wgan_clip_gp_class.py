# correct
import os

import torch
import torch.nn as nn
from torch import autograd
from torch.autograd import Variable


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(8, 32), nn.ReLU(True), nn.Linear(32, 10))

    def forward(self, z):
        return self.main(z)


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(10, 32), nn.LeakyReLU(0.2, inplace=True), nn.Linear(32, 1))

    def forward(self, x):
        return self.main(x)


class WGAN_GP(object):
    def __init__(self, generator_iters=2, critic_iter=2, lambda_term=10, clip=None):
        self.G, self.D = Generator(), Critic()
        self.cuda = torch.cuda.is_available()
        self.lambda_term, self.clip = lambda_term, clip
        self.d_optimizer = torch.optim.Adam(self.D.parameters(), lr=1e-4, betas=(0.5, 0.999))
        self.g_optimizer = torch.optim.Adam(self.G.parameters(), lr=1e-4, betas=(0.5, 0.999))
        self.generator_iters, self.critic_iter, self.batch_size = generator_iters, critic_iter, 6

    def get_torch_variable(self, arg):
        if self.cuda:
            return Variable(arg).cuda(0)
        return Variable(arg)

    def get_infinite_batches(self):
        while True:
            yield torch.rand(self.batch_size, 10)

    def train(self):
        self.data = self.get_infinite_batches()
        one = torch.tensor(1, dtype=torch.float)
        mone = one * -1
        for g_iter in range(self.generator_iters):
            for p in self.D.parameters():
                p.requires_grad = True
            for d_iter in range(self.critic_iter):
                self.D.zero_grad()
                images = self.get_torch_variable(self.data.__next__())
                d_loss_real = self.D(images).mean()
                d_loss_real.backward(mone)
                z = self.get_torch_variable(torch.randn(self.batch_size, 8))
                fake_images = self.G(z)
                d_loss_fake = self.D(fake_images).mean()
                d_loss_fake.backward(one)
                if self.clip is None:
                    gradient_penalty = self.calculate_gradient_penalty(images.data, fake_images.data)
                    gradient_penalty.backward()
                else:
                    for p in self.D.parameters():
                        p.data.clamp_(-self.clip, self.clip)
                Wasserstein_D = d_loss_real - d_loss_fake
                self.d_optimizer.step()
            for p in self.D.parameters():
                p.requires_grad = False
            self.G.zero_grad()
            z = self.get_torch_variable(torch.randn(self.batch_size, 8))
            fake_images = self.G(z)
            g_loss = self.D(fake_images)
            g_loss = g_loss.mean()
            g_loss.backward(mone)
            g_cost = -g_loss
            self.g_optimizer.step()
            info = {"Wasserstein distance": Wasserstein_D.item(), "Loss G": g_cost.item()}
            for tag, value in info.items():
                print(tag, value)

    def calculate_gradient_penalty(self, real_images, fake_images):
        eta = torch.FloatTensor(self.batch_size, 1).uniform_(0, 1)
        eta = eta.expand(self.batch_size, real_images.size(1))
        interpolated = eta * real_images + ((1 - eta) * fake_images)
        interpolated = Variable(interpolated, requires_grad=True)
        prob_interpolated = self.D(interpolated)
        gradients = autograd.grad(
            outputs=prob_interpolated, inputs=interpolated, grad_outputs=torch.ones(prob_interpolated.size()), create_graph=True, retain_graph=True
        )[0]
        grad_penalty = ((gradients.norm(2, dim=1) - 1) ** 2).mean() * self.lambda_term
        return grad_penalty


if __name__ == "__main__":
    WGAN_GP().train()
    WGAN_GP(clip=0.01).train()
