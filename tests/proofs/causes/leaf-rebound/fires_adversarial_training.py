# finds: GS402 at 16
# torch: raises AttributeError: 'NoneType' object has no attribute 'sign'
# fixed: moves net
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def attack(x, y, steps=3):
    adv = x.clone().requires_grad_()
    for _ in range(steps):
        loss = nn.functional.cross_entropy(net(adv), y)
        loss.backward()
        adv = torch.clamp(adv + 0.1 * adv.grad.sign(), 0, 1)
    return adv.detach()


for _ in range(2):
    x, y = torch.rand(5, 4), torch.randint(2, (5,))
    adv = attack(x, y)
    optimizer.zero_grad()
    nn.functional.cross_entropy(net(adv), y).backward()
    optimizer.step()
