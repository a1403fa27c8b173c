# finds: GS201 at 14
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves net
import torch
from torch import nn

net = nn.Linear(4, 3)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    xs, y = [torch.randn(5, 4) for _ in range(2)], torch.randn(5, 3)
    losses = [nn.functional.mse_loss(net(x), y).item() for x in xs]
    loss = torch.tensor(losses, requires_grad=False).sum()
    opt.zero_grad()
    loss.backward()
    opt.step()
