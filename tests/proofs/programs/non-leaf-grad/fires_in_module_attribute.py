# cause: nonleaf-grad
# finds: GS101 at 28
# torch: raises AttributeError: 'NoneType' object has no attribute 'mean'; gets model
# fixed: gets model, activations
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU())
        self.head = nn.Linear(4, 2)

    def forward(self, image):
        maps = self.features(image)
        return maps, self.head(maps.mean((2, 3)))


def weights_of(maps):
    """The weight of each map for the class."""
    return maps.grad.mean((2, 3))


model = Net()
activations, scores = model(torch.rand(1, 1, 8, 8))
scores[0, 1].backward()
cam = (activations.grad.mean((2, 3), keepdim=True) * activations.detach()).sum(1)
