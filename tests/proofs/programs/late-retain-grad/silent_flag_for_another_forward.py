# torch: gets image
import torch
from torch import nn

model = nn.Linear(4, 2)
image = torch.rand(1, 4)
with torch.no_grad():
    before = model(image).argmax()
image.requires_grad_()
model(image)[0, before].backward()
print(image.grad)
