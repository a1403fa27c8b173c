# cause: requires-grad-on-result
# torch: gets adversarial
import torch
from torch import nn

model = nn.Linear(4, 2)
x = torch.rand(1, 4)
adversarial = (x + 0.1 * torch.randn(1, 4)).detach().requires_grad_()
model(adversarial)[0, 0].backward()
print(adversarial.grad)
