# finds: GS310 at 16
# torch: zeros codec.analysis[0].weight
# fixed: moves codec
import torch
import torch.nn as nn
import torch.nn.functional as F


class Quantize(nn.Module):
    def __init__(self, levels=16):
        super().__init__()
        self.levels = levels

    def forward(self, x):
        x = torch.sigmoid(x)
        return torch.round(x * (self.levels - 1)) / (self.levels - 1)


class Compressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.analysis = nn.Sequential(nn.Linear(16, 8), nn.ReLU(), nn.Linear(8, 4))
        self.quantize = Quantize()
        self.synthesis = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 16))

    def forward(self, x):
        y = self.analysis(x)
        y_hat = self.quantize(y)
        return self.synthesis(y_hat), y_hat


codec = Compressor()
params = [p for n, p in codec.named_parameters() if p.requires_grad]
opt = torch.optim.Adam(params, lr=1e-4)
for step in range(3):
    x = torch.rand(8, 16)
    x_hat, _ = codec(x)
    distortion = F.mse_loss(x_hat, x)
    opt.zero_grad()
    distortion.backward()
    opt.step()
    psnr = -10 * torch.log10(distortion.detach())
    print(f"{step} {psnr.item():.2f} dB")
