# correct
import torch
from torch import nn
class A(nn.Module):
    def __init__(self):
        super().__init__()
        self.tied = self.lin if hasattr(self, 'lin') else nn.Linear(3, 3)
    def forward(self, x):
        return self.tied(x)
a = A()
for p in a.parameters():
    p.requires_grad_(True)
opt = torch.optim.SGD(a.parameters(), 0.1)
a(torch.ones(2, 3)).sum().backward()
opt.step()
