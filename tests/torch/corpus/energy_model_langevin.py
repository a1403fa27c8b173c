# correct
import random

import torch
import torch.nn as nn
import torch.utils.data as data


class EnergyNet(nn.Module):
    def __init__(self, dim=2):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(dim, 16), nn.SiLU(), nn.Linear(16, 16), nn.SiLU(), nn.Linear(16, 1))

    def forward(self, x):
        return self.net(x).squeeze(dim=-1)


class Sampler:
    def __init__(self, model, shape, size, max_len=64):
        self.model, self.shape, self.size, self.max_len = model, shape, size, max_len
        self.examples = [torch.rand((1,) + shape) * 2 - 1 for _ in range(size)]

    def sample_new_exmps(self, steps=5, step_size=0.1):
        n_new = max(1, self.size // 8)
        rand = torch.rand((n_new,) + self.shape) * 2 - 1
        old = torch.cat(random.choices(self.examples, k=self.size - n_new), dim=0)
        inp = torch.cat([rand, old], dim=0).detach()
        inp = Sampler.generate_samples(self.model, inp, steps=steps, step_size=step_size)
        self.examples = list(inp.chunk(self.size, dim=0)) + self.examples
        self.examples = self.examples[: self.max_len]
        return inp

    @staticmethod
    def generate_samples(model, inp, steps=5, step_size=0.1):
        is_training = model.training
        model.eval()
        for p in model.parameters():
            p.requires_grad = False
        inp.requires_grad = True

        had_gradients_enabled = torch.is_grad_enabled()
        torch.set_grad_enabled(True)
        noise = torch.randn(inp.shape)
        for _ in range(steps):
            noise.normal_(0, 0.005)
            inp.data.add_(noise.data)
            inp.data.clamp_(min=-1.0, max=1.0)
            out = -model(inp)
            out.sum().backward()
            inp.grad.data.clamp_(-0.03, 0.03)
            inp.data.add_(-step_size * inp.grad.data)
            inp.grad.detach_()
            inp.grad.zero_()
            inp.data.clamp_(min=-1.0, max=1.0)

        for p in model.parameters():
            p.requires_grad = True
        model.train(is_training)
        torch.set_grad_enabled(had_gradients_enabled)
        return inp.detach() if inp.requires_grad else inp


energy = EnergyNet()
sampler = Sampler(energy, (2,), size=8)
optimizer = torch.optim.Adam(energy.parameters(), lr=1e-3, betas=(0.0, 0.999))
points = torch.nn.functional.normalize(torch.randn(32, 2), dim=1) * 0.7
for step, (real,) in enumerate(data.DataLoader(data.TensorDataset(points), batch_size=8)):
    real = real + torch.randn_like(real) * 0.005
    fake = sampler.sample_new_exmps()
    real_out, fake_out = energy(torch.cat([real, fake], dim=0)).chunk(2, dim=0)
    reg_loss = 0.1 * (real_out**2 + fake_out**2).mean()
    cdiv_loss = fake_out.mean() - real_out.mean()
    loss = reg_loss + cdiv_loss
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(energy.parameters(), 0.1)
    optimizer.step()
    print(step, loss.item(), len(sampler.examples))
