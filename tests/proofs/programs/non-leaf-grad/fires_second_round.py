# cause: leaf-rebound
# finds: GS101 at 13
# torch: raises AttributeError: 'NoneType' object has no attribute 'sign'
# fixed: runs; holds x_adv.is_leaf and not torch.equal(x_adv, x)
import torch
import torch.nn.functional as F

net, x, y = torch.nn.Linear(10, 3), torch.rand(1, 10), torch.tensor([2])
x_adv = x.clone().requires_grad_()
for step in range(5):
    loss = F.cross_entropy(net(x_adv), y)
    loss.backward()
    x_adv = x_adv + 0.01 * x_adv.grad.sign()
    x_adv = torch.clamp(x_adv, 0, 1)
