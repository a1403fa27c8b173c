# cause: leaf-rebound
# finds: GS402 at 14
# torch: raises AttributeError: 'NoneType' object has no attribute 'sign'
# fixed: runs
import torch
from torch import nn

model = nn.Linear(8, 3)
x, label = torch.rand(1, 8), torch.tensor([1])
adversarial = x.clone().requires_grad_()
for i in range(4):
    loss = nn.functional.cross_entropy(model(adversarial), label)
    loss.backward()
    adversarial = adversarial + 0.01 * adversarial.grad.sign()