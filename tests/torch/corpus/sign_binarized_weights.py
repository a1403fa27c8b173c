# finds: GS310 at 11
import torch
import torch.nn as nn
import torch.nn.functional as F


class BinaryLinear(nn.Linear):
    """Weights are +1 or -1 in the forward pass; the straight-through part was forgotten."""

    def forward(self, input):
        binary = torch.sign(self.weight)
        return F.linear(input, binary, self.bias)


class BNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.l1 = BinaryLinear(7, 14)
        self.bn = nn.BatchNorm1d(14)
        self.l2 = nn.Linear(14, 2)

    def forward(self, x):
        return self.l2(F.hardtanh(self.bn(self.l1(x))))


torch.manual_seed(6)
bnn = BNN()
opt = torch.optim.Adam(bnn.parameters(), lr=5e-3)
x, y = torch.randn(20, 7), torch.randint(2, (20,))
before = bnn.l1.weight.detach().clone()
for _ in range(5):
    opt.zero_grad()
    F.cross_entropy(bnn(x), y).backward()
    opt.step()
print("weights moved:", not torch.equal(before, bnn.l1.weight))
