import torch
import torch.nn.functional as F


def hinge_critic(real, fake):
    return F.relu(1.0 - real).mean() + F.relu(1.0 + fake).mean()


def hinge_generator(fake):
    return -fake.mean()


def logistic_critic(real, fake):
    ones, zeros = torch.ones_like(real), torch.zeros_like(fake)
    return F.binary_cross_entropy_with_logits(real, ones) + F.binary_cross_entropy_with_logits(fake, zeros)


def logistic_generator(fake):
    return F.softplus(-fake).mean()


LOSSES = {"hinge": (hinge_critic, hinge_generator), "logistic": (logistic_critic, logistic_generator)}


class Pair:
    def __init__(self, generator, critic, losses):
        self.generator, self.critic = generator, critic
        self.critic_loss, self.generator_loss = losses
        self.opt_g = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
        self.opt_d = torch.optim.Adam(critic.parameters(), lr=2e-4, betas=(0.5, 0.999))

    def sample(self, n):
        return self.generator(torch.randn(n, self.generator.latent))

    def critic_step(self, real):
        self._train_critic(True)
        self.opt_d.zero_grad()
        with torch.no_grad():
            fake = self.sample(len(real))
        loss = self.critic_loss(self.critic(real), self.critic(fake))
        loss.backward()
        self.opt_d.step()
        return loss.item()

    def generator_step(self, n):
        self._train_critic(False)
        self.opt_g.zero_grad()
        loss = self.generator_loss(self.critic(self.sample(n)))
        loss.backward()
        self.opt_g.step()
        self._train_critic(True)
        return loss.detach()

    def _train_critic(self, flag):
        for parameter in self.critic.parameters():
            parameter.requires_grad_(flag)
