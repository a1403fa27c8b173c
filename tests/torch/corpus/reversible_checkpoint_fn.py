# correct
import torch
import torch.nn as nn
from torch.autograd.function import Function
from torch.utils.checkpoint import checkpoint, checkpoint_sequential


class SwishFunction(Function):
    @staticmethod
    def forward(ctx, i):
        result = i * torch.sigmoid(i)
        ctx.save_for_backward(i)
        return result

    @staticmethod
    def backward(ctx, grad_output):
        i = ctx.saved_tensors[0]
        sigmoid_i = torch.sigmoid(i)
        return grad_output * (sigmoid_i * (1 + i * (1 - sigmoid_i)))


class MemoryEfficientSwish(nn.Module):
    def forward(self, x):
        return SwishFunction.apply(x)


class GradReverse(Function):
    @staticmethod
    def forward(ctx, x, lambd):
        ctx.lambd = lambd
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        return grad_output.neg() * ctx.lambd, None


class Bottleneck(nn.Module):
    def __init__(self, d, efficient=True):
        super().__init__()
        self.norm = nn.LayerNorm(d)
        self.lin = nn.Linear(d, d)
        self.act = MemoryEfficientSwish()
        self.efficient = efficient

    def bn_function(self, *inputs):
        return self.act(self.lin(self.norm(torch.cat(inputs, 1))))

    def forward(self, x):
        if self.efficient and x.requires_grad:
            return x + checkpoint(self.bn_function, x, use_reentrant=False)
        return x + self.bn_function(x)


class Net(nn.Module):
    def __init__(self, d=8, n=3):
        super().__init__()
        self.stem = nn.Linear(4, d)
        self.blocks = nn.ModuleList(Bottleneck(d) for _ in range(n))
        self.tail = nn.Sequential(nn.Linear(d, d), nn.ReLU(), nn.Linear(d, d), nn.ReLU())
        self.label, self.domain = nn.Linear(d, 2), nn.Linear(d, 2)

    def forward(self, x, lambd):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        x = checkpoint_sequential(self.tail, 2, x, use_reentrant=False)
        return self.label(x), self.domain(GradReverse.apply(x, lambd))


torch.manual_seed(3)
net = Net()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
ce = nn.CrossEntropyLoss()
for p in range(3):
    lambd = 2.0 / (1.0 + 2.718 ** (-10 * p / 3)) - 1
    y, d = net(torch.rand(6, 4), lambd)
    loss = ce(y, torch.randint(2, (6,))) + ce(d, torch.randint(2, (6,)))
    opt.zero_grad()
    loss.backward()
    opt.step()
