# raises: RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn
# finds: GS201 at 31
import numpy as np
import torch
import torch.nn as nn


def psnr_loss(pred, target):
    pred, target = pred.detach().cpu().numpy(), target.cpu().numpy()
    mse = np.mean((pred - target) ** 2)
    return torch.tensor(10 * np.log10(mse + 1e-12))


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv1d(1, 6, 5, padding=2), nn.ReLU(), nn.Conv1d(6, 1, 5, padding=2))

    def forward(self, x):
        return x - self.body(x)


model = Denoiser()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
clean = torch.sin(torch.linspace(0, 20, 100)).view(1, 1, -1)

for epoch in range(3):
    noisy = clean + 0.2 * torch.randn_like(clean)
    loss = psnr_loss(model(noisy), clean)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
