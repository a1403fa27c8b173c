# finds: GS308 at 15
"""A learned attention map is binarised by a comparison before it weighs the features."""
import torch
import torch.nn as nn

torch.manual_seed(4)


class Gate(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, 1, kernel_size=1)

    def forward(self, x):
        mask = torch.sigmoid(self.conv(x)) > 0.5
        return mask.float()


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(1, 4, 3, padding=1)
        self.gate = Gate(4)
        self.fc = nn.Linear(4, 2)

    def forward(self, x):
        x = torch.relu(self.stem(x))
        x = x * self.gate(x)
        return self.fc(x.mean(dim=(-2, -1)))


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
images, labels = torch.rand(8, 1, 6, 6), torch.randint(2, (8,))
for epoch in range(3):
    loss = nn.functional.cross_entropy(net(images), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print("epoch", epoch, "loss", loss.item())
