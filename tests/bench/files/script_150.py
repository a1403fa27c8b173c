"""Two training scripts in one file."""

import copy

from torch.utils.data import DataLoader, TensorDataset, random_split
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


# ddpm noise prediction

class GaussianDiffusion(nn.Module):
    def __init__(self, model, timesteps=20):
        super().__init__()
        self.model = model
        betas = torch.linspace(1e-4, 0.2, timesteps)
        alphas = 1.0 - betas
        alphas_cumprod = torch.cumprod(alphas, dim=0)
        self.num_timesteps = timesteps
        for name, value in {
            "betas": betas,
            "sqrt_alphas_cumprod": alphas_cumprod.sqrt(),
            "sqrt_one_minus_alphas_cumprod": (1 - alphas_cumprod).sqrt(),
            "sqrt_recip_alphas": (1.0 / alphas).sqrt(),
        }.items():
            self.register_buffer(name, value)

    @staticmethod
    def extract(a, t, shape):
        return a.gather(-1, t).reshape(t.shape[0], *((1,) * (len(shape) - 1)))

    def q_sample(self, x0, t, noise=None):
        noise = torch.randn_like(x0) if noise is None else noise
        return (
            self.extract(self.sqrt_alphas_cumprod, t, x0.shape) * x0
            + self.extract(self.sqrt_one_minus_alphas_cumprod, t, x0.shape) * noise
        )

    def forward(self, x0):
        t = torch.randint(0, self.num_timesteps, (x0.size(0),))
        noise = torch.randn_like(x0)
        return F.mse_loss(self.model(self.q_sample(x0, t, noise), t), noise)

    @torch.inference_mode()
    def sample(self, shape):
        x = torch.randn(shape)
        for i in reversed(range(self.num_timesteps)):
            t = torch.full((shape[0],), i)
            eps = self.model(x, t)
            coefficient = self.betas[i] / self.sqrt_one_minus_alphas_cumprod[i]
            x = self.sqrt_recip_alphas[i] * (x - coefficient * eps)
            if i > 0:
                x = x + self.betas[i].sqrt() * torch.randn_like(x)
        return x


class Denoiser(nn.Module):
    def __init__(self, dim=2, hidden=16):
        super().__init__()
        self.time = nn.Embedding(20, hidden)
        self.inp, self.out = nn.Linear(dim, hidden), nn.Linear(hidden, dim)

    def forward(self, x, t):
        return self.out(F.silu(self.inp(x) + self.time(t)))


class EMA:
    def __init__(self, model, decay=0.9):
        self.shadow, self.decay = copy.deepcopy(model).requires_grad_(False), decay

    @torch.no_grad()
    def update(self, model):
        for ema, p in zip(self.shadow.parameters(), model.parameters()):
            ema.lerp_(p, 1 - self.decay)


diffusion = GaussianDiffusion(Denoiser())
ema = EMA(diffusion.model)
opt = torch.optim.Adam(diffusion.parameters(), lr=1e-3)
for step in range(4):
    loss = diffusion(torch.randn(16, 2))
    loss.backward()
    opt.step()
    opt.zero_grad()
    ema.update(diffusion.model)
    print(step, f"{loss.item():.4f}")
print(diffusion.sample((3, 2)).shape)


# mnist style classifier

class Net(nn.Module):
    def __init__(self):
        super(Net, self).__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, 1)
        self.conv2 = nn.Conv2d(4, 8, 3, 1)
        self.dropout = nn.Dropout(0.25)
        self.fc1 = nn.Linear(8 * 4 * 4, 16)
        self.fc2 = nn.Linear(16, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = F.relu(self.conv2(x))
        x = F.max_pool2d(x, 2)
        x = self.dropout(x)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return F.log_softmax(self.fc2(x), dim=1)


def train(model, device, loader, optimizer, epoch):
    model.train()
    running = 0.0
    for batch_idx, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = F.nll_loss(output, target)
        loss.backward()
        optimizer.step()
        running += loss.item()
        if batch_idx % 2 == 0:
            print(f"Train Epoch: {epoch} [{batch_idx * len(data)}/{len(loader.dataset)}] Loss: {loss.item():.6f}")
    return running / len(loader)


def test(model, device, loader):
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for data, target in loader:
            data, target = data.to(device), target.to(device)
            output = model(data)
            test_loss += F.nll_loss(output, target, reduction="sum").item()
            pred = output.argmax(dim=1, keepdim=True)
            correct += pred.eq(target.view_as(pred)).sum().item()
    test_loss /= len(loader.dataset)
    print(f"Test set: Average loss: {test_loss:.4f}, Accuracy: {correct}/{len(loader.dataset)}")


def main():
    torch.manual_seed(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    images = torch.rand(40, 1, 12, 12)
    labels = torch.randint(0, 10, (40,))
    train_set, test_set = random_split(TensorDataset(images, labels), [32, 8])
    train_loader = DataLoader(train_set, batch_size=8, shuffle=True)
    test_loader = DataLoader(test_set, batch_size=8)

    model = Net().to(device)
    optimizer = optim.Adadelta(model.parameters(), lr=1.0)
    scheduler = optim.lr_scheduler.StepLR(optimizer, step_size=1, gamma=0.7)
    for epoch in range(1, 3):
        train(model, device, train_loader, optimizer, epoch)
        test(model, device, test_loader)
        scheduler.step()


if __name__ == "__main__":
    main()
