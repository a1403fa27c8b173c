# raises: RuntimeError: element 0 of tensors does not require grad
# finds: GS201 at 13
import torch
from torch import nn
m = nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))
opt = torch.optim.SGD(m.parameters(), lr=1e-2)
def evaluate():
    torch.set_grad_enabled(False)
    return m(torch.randn(3, 2)).mean().item()
for epoch in range(2):
    loss = m(torch.randn(3, 2)).pow(2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
    print(evaluate())
