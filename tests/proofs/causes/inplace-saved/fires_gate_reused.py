# finds: GS602 at 30
# torch: raises RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation
# fixed: runs
import torch
import torch.nn as nn


class SEBlock(nn.Module):
    def __init__(self, ch, r=2):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(nn.Linear(ch, ch // r), nn.ReLU(inplace=True), nn.Linear(ch // r, ch), nn.Sigmoid())

    def forward(self, x):
        b, c, _, _ = x.size()
        y = self.fc(self.pool(x).view(b, c)).view(b, c, 1, 1)
        return x * y.expand_as(x)


class BasicBlock(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.conv1 = nn.Conv2d(ch, ch, 3, padding=1)
        self.gate = nn.Conv2d(ch, ch, 1)
        self.se = SEBlock(ch)

    def forward(self, x):
        g = torch.sigmoid(self.gate(x))
        out = self.conv1(x) * g
        g += 1
        out = self.se(out)
        return out + x * g


class Net(nn.Module):
    def __init__(self, n=3):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.blocks = nn.Sequential(BasicBlock(8), BasicBlock(8))
        self.fc = nn.Linear(8, n)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        return self.fc(x.mean(dim=(2, 3)))


def main():
    model = Net()
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(2):
        images, labels = torch.rand(4, 3, 8, 8), torch.randint(3, (4,))
        loss = criterion(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print("done", loss.item())


if __name__ == "__main__":
    main()
