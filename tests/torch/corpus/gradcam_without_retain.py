# finds: GS101 at 33
# Grad-CAM on a tiny CNN: the feature map's gradient is asked for, but never kept.
import torch
import torch.nn as nn
import torch.nn.functional as F


class TinyCNN(nn.Module):
    def __init__(self, classes=5):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1)
        self.conv2 = nn.Conv2d(4, 8, 3, padding=1)
        self.fc = nn.Linear(8, classes)

    def features(self, x):
        return F.relu(self.conv2(F.relu(self.conv1(x))))

    def classify(self, fmap):
        pooled = F.adaptive_avg_pool2d(fmap, 1).flatten(1)
        return self.fc(pooled)


model = TinyCNN().eval()
image = torch.rand(1, 3, 16, 16)

fmap = model.features(image)
scores = model.classify(fmap)
top = scores.argmax(dim=1).item()

model.zero_grad()
scores[0, top].backward()

grads = fmap.grad
if grads is None:
    print("no gradient for the feature map")
else:
    weights = grads.mean(dim=(2, 3), keepdim=True)
    cam = F.relu((weights * fmap).sum(dim=1)).detach()
    cam = cam / cam.max()
    print(cam.shape)
