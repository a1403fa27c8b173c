# finds: GS405 at 18
# The author believes that the backbone is frozen; it is trained along with the head.
import torch
from torch import nn, optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(6, 10), nn.ReLU(), nn.Linear(10, 10), nn.ReLU())
        self.head = nn.Linear(10, 3)

    def forward(self, x):
        return self.head(self.backbone(x))


net = Net()
net.backbone.requires_grad = False
optimizer = optim.Adam(net.parameters(), lr=1e-2)
before = net.backbone[0].weight.detach().clone()

x, y = torch.randn(15, 6), torch.randint(3, (15,))
for _ in range(3):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(net(x), y)
    loss.backward()
    optimizer.step()
print("backbone moved by", (net.backbone[0].weight - before).abs().max().item())
