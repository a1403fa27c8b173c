# correct
# Modules made in rounds are modules of their own.
import random
import torch
from torch import nn

n = random.randint(2, 5)


class Net(nn.Module):
    def __init__(self, depth):
        super().__init__()
        self.layers = nn.ModuleList([nn.Linear(4, 4) for _ in range(depth)])
        self.blocks = nn.ModuleList()
        for _ in range(depth):
            self.blocks.append(nn.Sequential(nn.Linear(4, 4), nn.ReLU()))
        self.by_name = nn.ModuleDict({f"l{i}": nn.Linear(4, 4) for i in range(depth)})
        self.scales = nn.ParameterList([nn.Parameter(torch.ones(4)) for _ in range(depth)])

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        for block, scale in zip(self.blocks, self.scales):
            x = block(x) * scale
        return x


net = Net(n)
net.layers[0].weight.requires_grad_(False)
print(net.layers[-1].weight.requires_grad, net.layers[0].weight.requires_grad)
for p in net.layers[0].parameters():
    p.requires_grad = False
print(net.layers[-1].bias.requires_grad, net.layers[0].bias.requires_grad)
net.layers[0].requires_grad_(False)
print(net.layers[-1].bias.requires_grad, net.layers[0].bias.requires_grad)
net.blocks[0][0].weight.requires_grad_(False)
print(net.blocks[-1][0].weight.requires_grad)
net.by_name["l0"].weight.requires_grad_(False)
print(net.by_name["l1"].weight.requires_grad)
net.scales[0].requires_grad_(False)
print(net.scales[-1].requires_grad)
net.layers[0].extra = torch.ones(3, requires_grad=True)
print(hasattr(net.layers[-1], "extra"))
net.layers[0].weight = nn.Parameter(torch.ones(4, 4), requires_grad=False)
print(net.layers[-1].weight.requires_grad)
net.layers[0].eval()
print(net.layers[-1].training)
out = net(torch.randn(2, 4))
print(out.requires_grad)
out.sum().backward()
print(net.layers[-1].weight.grad is None)
for p in net.parameters():
    p.requires_grad_(False)
print(net.layers[0].weight.requires_grad, net.blocks[-1][0].weight.requires_grad, net.by_name["l0"].weight.requires_grad, net.scales[0].requires_grad)

class Holder:
    def __init__(self):
        self.w = torch.randn(3)

holders = [Holder() for _ in range(n)]
holders[0].w.requires_grad_()
print(holders[-1].w.requires_grad)
holders[0].w = torch.ones(3, requires_grad=True)
print(holders[-1].w.requires_grad)
models = [nn.Linear(3, 3) for _ in range(n)]
models[0].weight.requires_grad_(False)
print(models[-1].weight.requires_grad)

def make(i):
    w = torch.randn(3)
    def use(x):
        return x * w
    def turn():
        w.requires_grad_()
    return use, turn

made = [make(i) for i in range(n)]
made[0][1]()
print(made[-1][0](torch.ones(3)).requires_grad, made[0][0](torch.ones(3)).requires_grad)
made = []
for i in range(n):
    made.append(make(i))
made[0][1]()
print(made[-1][0](torch.ones(3)).requires_grad, made[0][0](torch.ones(3)).requires_grad)

loss = torch.zeros(())
ws = [torch.randn(3, requires_grad=True) for _ in range(n)]
loss = sum(w.sum() for w in ws)
loss.backward()
print(ws[0].grad is None)
ws[0].grad = None
print(ws[-1].grad is None)
ws[0].sum().backward()
fresh = [torch.randn(3, requires_grad=True) for _ in range(n)]
fresh[0].sum().backward()
print(fresh[-1].grad is None, fresh[0].grad is None)
