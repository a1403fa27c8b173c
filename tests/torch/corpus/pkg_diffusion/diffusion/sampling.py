import torch

from diffusion.schedule import Schedule


class Sampler:
    def __init__(self, model, schedule: Schedule):
        self.model, self.schedule = model, schedule

    @torch.no_grad()
    def walk(self, count):
        """Yields the samples as they lose their noise."""
        x = torch.randn(count, 2)
        for step in reversed(range(self.schedule.steps)):
            t = torch.full((count,), step)
            beta, alpha, bar = (each[step] for each in (self.schedule.betas, self.schedule.alphas, self.schedule.bars))
            x = (x - beta / (1 - bar).sqrt() * self.model(x, t)) / alpha.sqrt()
            if step:
                x = x + beta.sqrt() * torch.randn_like(x)
            yield x
