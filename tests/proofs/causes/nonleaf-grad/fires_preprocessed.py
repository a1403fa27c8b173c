# finds: GS101 at 30
# torch: raises AttributeError: 'NoneType' object has no attribute 'abs'
# fixed: runs
import torch
from torch import nn


def preprocess(image, mean=0.5, std=0.25):
    image = torch.as_tensor(image, dtype=torch.float32)
    return ((image - mean) / std).unsqueeze(0)


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3, padding=1)
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        return self.fc(torch.relu(self.conv(x)).mean((2, 3)))


def saliency(model, image):
    model.eval()
    x = torch.rand(3, 8, 8, requires_grad=True)
    x = preprocess(x)
    scores = model(x)
    best = scores.argmax()
    scores[0, best].backward()
    return x.grad.abs().max(dim=1)[0]


heat = saliency(Tiny(), None)
print(heat.shape)
