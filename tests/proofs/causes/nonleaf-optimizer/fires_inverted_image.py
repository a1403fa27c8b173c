# finds: GS501 at 18
# torch: raises ValueError: can't optimize a non-leaf Tensor
# fixed: moves inverter.image
import torch
import torch.nn.functional as F

device = "cuda" if torch.cuda.is_available() else "cpu"


def total_variation(img):
    return (img[..., 1:, :] - img[..., :-1, :]).abs().mean() + (img[..., :, 1:] - img[..., :, :-1]).abs().mean()


class FeatureInverter:
    def __init__(self, net, size=(1, 3, 8, 8), lr=0.05):
        self.net = net.eval().requires_grad_(False)
        self.image = torch.randn(size, requires_grad=True) * 0.01
        self.optimizer = torch.optim.Adam([self.image], lr=lr)

    def fit(self, target, steps=3):
        for _ in range(steps):
            self.optimizer.zero_grad()
            loss = F.mse_loss(self.net(self.image), target) + 1e-2 * total_variation(self.image)
            loss.backward()
            self.optimizer.step()
            self.image.data.clamp_(-1, 1)
        return self.image.detach()


net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.ReLU(), torch.nn.Flatten())
inverter = FeatureInverter(net)
result = inverter.fit(torch.rand(1, 144))
