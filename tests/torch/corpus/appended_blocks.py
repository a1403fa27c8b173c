# finds: GS504 at 11 or GS504 at 14
import torch
from torch import nn


class DenseNet(nn.Module):
    """Blocks are appended to a list in the constructor and zipped with registered norms in forward."""

    def __init__(self, features, growth, blocks):
        super(DenseNet, self).__init__()
        self.convs = []
        self.norms = nn.ModuleList()
        for _ in range(blocks):
            self.convs.append(nn.Linear(features, growth))
            self.norms.append(nn.LayerNorm(growth))
            features += growth
        self.classifier = nn.Linear(features, 2)

    def forward(self, x):
        for conv, norm in zip(self.convs, self.norms):
            x = torch.cat([x, norm(conv(x)).relu()], dim=1)
        return self.classifier(x)


net = DenseNet(4, 3, 3)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
x, y = torch.randn(10, 4), torch.randint(2, (10,))
for epoch in range(3):
    loss = nn.functional.cross_entropy(net(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    print(epoch, loss.item())
