# finds: GS201 at 22
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves net
import torch
from torch import nn

net = nn.Linear(4, 3)
opt = torch.optim.SGD(net.parameters(), lr=0.1)


def ensemble_loss(xs, y):
    total = []
    for x in xs:
        total.append(nn.functional.mse_loss(net(x), y).item())
    return torch.tensor(total).mean()


for _ in range(3):
    xs, y = [torch.randn(5, 4) for _ in range(2)], torch.randn(5, 3)
    loss = ensemble_loss(xs, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
