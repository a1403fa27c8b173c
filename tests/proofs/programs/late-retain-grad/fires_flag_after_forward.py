# cause: missing-requires-grad
# finds: GS105 at 11
# torch: lacks image; gets model
# fixed: gets image, model
import torch
from torch import nn

model = nn.Linear(4, 2)
image = torch.rand(1, 4)
score = model(image)[0, 0]
image.requires_grad_()
score.backward()
print(image.grad)
