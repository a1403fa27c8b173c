import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), nn.Linear(4, 4))
        self.head = nn.Linear(4, 1)

    def forward(self, x):
        return self.head(self.encoder(x))


net = Net()
for parameter in net.encoder.parameters():
    parameter.requires_grad = False
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
loss = net(torch.rand(2, 4)).sum()
loss.backward()
optimizer.step()
# ask
net
net.encoder
net.encoder[0]
net.head
net.head.weight.grad
net.encoder[0].weight.grad
optimizer
