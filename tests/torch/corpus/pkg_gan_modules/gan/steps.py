import torch
import torch.nn.functional as F


def discriminator_step(discriminator, real, fake, optimizer):
    optimizer.zero_grad()
    scores = discriminator(real), discriminator(fake.detach())
    loss = F.softplus(-scores[0]).mean() + F.softplus(scores[1]).mean()
    loss.backward()
    optimizer.step()
    return loss.item()


def generator_step(discriminator, fake, optimizer):
    optimizer.zero_grad()
    loss = F.softplus(-discriminator(fake)).mean()
    loss.backward()
    optimizer.step()
    return loss.item()
