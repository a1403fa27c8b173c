# finds: GS203 at 29
import torch
import torch.nn as nn
from torch.autograd import Variable

# Old style: the criterion's value was wrapped again to silence "does not require grad".


class OrdinalNet(nn.Module):
    def __init__(self, features, levels):
        super(OrdinalNet, self).__init__()
        self.fc = nn.Linear(features, levels)

    def forward(self, x):
        scores = self.fc(x)
        _, level = scores.max(1)
        return level


net = OrdinalNet(5, 4)
optimizer = torch.optim.SGD(net.parameters(), lr=0.01)
criterion = nn.L1Loss()

for epoch in range(3):
    x = Variable(torch.randn(12, 5))
    y = Variable(torch.randint(4, (12,)).float())
    prediction = net(x).float()
    loss = criterion(prediction, y)
    loss = Variable(loss.data, requires_grad=True)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
