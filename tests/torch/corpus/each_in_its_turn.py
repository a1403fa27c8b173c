# correct
# What is done to each object of a list in a loop over it has been done to all of them after it.
import random
import torch
from torch import nn

n = random.randint(2, 5)
k = 7


class Net(nn.Module):
    def __init__(self, depth, hidden=8):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(depth)])
        self.blocks = nn.ModuleList()
        for _ in range(depth):
            self.blocks.append(nn.Sequential(nn.Linear(4, 4), nn.ReLU()))
        parts = []
        for _ in range(depth):
            parts += [nn.Linear(4, 4), nn.ReLU()]
        self.body = nn.Sequential(*parts, nn.Linear(4, 2))

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        for block in self.blocks:
            x = x + block(x)
        return self.body(x)


net = Net(n)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(5):
    opt.zero_grad()
    loss = net(torch.randn(2, 4)).sum()
    loss.backward()
    opt.step()
print(net.layers[0].weight.grad is None)
for p in net.layers.parameters():
    p.requires_grad = False
print(net.layers[0].weight.requires_grad, net.layers[-1].bias.requires_grad)
for layer in net.layers:
    for p in layer.parameters():
        p.requires_grad_(True)
print(net.layers[0].weight.requires_grad, net.layers[-1].bias.requires_grad)
for block in net.blocks:
    block.requires_grad_(False)
print(net.blocks[0][0].weight.requires_grad)
net.requires_grad_(False)
print(net.layers[0].weight.requires_grad, net.blocks[-1][0].bias.requires_grad)
out = net(torch.randn(2, 4))
print(out.requires_grad)
net.train(False)
layers = [nn.Linear(3, 3) for _ in range(n)]
for layer in layers:
    layer.weight.requires_grad_(False)
print(layers[0].weight.requires_grad)
xs = [torch.randn(3) for _ in range(k)]
for x in xs:
    x.requires_grad_()
print(xs[0].requires_grad, xs[3].requires_grad)
total = sum(x.sum() for x in xs)
total.backward()
print(xs[0].grad is None)
ws = [torch.randn(3, requires_grad=True) for _ in range(n)]
losses = []
for w in ws:
    losses.append((w * 2).sum())
torch.stack(losses).sum().backward()
for w in ws:
    print(w.grad is None)
    with torch.no_grad():
        w -= 0.1 * w.grad
        w.grad = None
opt = torch.optim.SGD(ws, lr=0.1)
opt.zero_grad()
chunks = torch.randn(6, requires_grad=True).chunk(3)
for chunk in chunks:
    chunk.retain_grad()
    print(chunk.retains_grad)
a, b, c = chunks
print(a.retains_grad)
