# correct
# Grad-CAM both ways: retain_grad on the feature map, and a hook on the layer's output.
import torch
import torch.nn as nn
import torch.nn.functional as F


class TinyCNN(nn.Module):
    def __init__(self, classes=5):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(3, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 8, 3, padding=1), nn.ReLU()
        )
        self.head = nn.Linear(8, classes)

    def forward(self, x, return_features=False):
        fmap = self.backbone(x)
        logits = self.head(fmap.mean(dim=(2, 3)))
        return (logits, fmap) if return_features else logits


model = TinyCNN().eval()
image = torch.rand(1, 3, 16, 16)

logits, fmap = model(image, return_features=True)
fmap.retain_grad()
top = logits.argmax(dim=1)
logits[0, top.item()].backward()

weights = fmap.grad.mean(dim=(2, 3), keepdim=True)
cam = F.relu((weights * fmap).sum(1)).detach()
cam -= cam.min()
cam /= cam.max() + 1e-8
print("retained", tuple(cam.shape), cam.requires_grad)

captured = {}


def save_gradient(name):
    def hook(grad):
        captured[name] = grad

    return hook


model.zero_grad()
logits, fmap = model(image, return_features=True)
fmap.register_hook(save_gradient("fmap"))
logits.max().backward()
print("hooked", captured["fmap"].abs().sum().item() > 0)

# the same by autograd.grad, which needs neither
logits, fmap = model(image, return_features=True)
(direct,) = torch.autograd.grad(logits[0, 0], fmap)
print("direct", direct.shape)
