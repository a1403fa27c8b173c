# finds: GS307 at 33
import torch
from torch import nn

# Deep supervision. The side losses are put into a FloatTensor to take a weighted mean.


class SideNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stage1 = nn.Conv1d(1, 4, 3, padding=1)
        self.stage2 = nn.Conv1d(4, 4, 3, padding=1)
        self.side1 = nn.Conv1d(4, 1, 1)
        self.side2 = nn.Conv1d(4, 1, 1)
        self.final = nn.Conv1d(4, 1, 1)

    def forward(self, x):
        f1 = torch.relu(self.stage1(x))
        f2 = torch.relu(self.stage2(f1))
        return self.final(f2), [self.side1(f1), self.side2(f2)]


net = SideNet()
optimizer = torch.optim.SGD(net.parameters(), lr=1e-2)
l1 = nn.L1Loss()
side_weights = torch.FloatTensor([0.3, 0.7])

for step in range(3):
    signal = torch.randn(2, 1, 20)
    target = signal.cumsum(-1)
    out, sides = net(signal)
    side_losses = [l1(side, target) for side in sides]
    supervision = torch.FloatTensor(side_losses).mul(side_weights).sum()
    loss = l1(out, target) + 0.4 * supervision
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(step, loss.item())
