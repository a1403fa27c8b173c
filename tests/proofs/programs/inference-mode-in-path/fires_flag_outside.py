# cause: inference-mode
# finds: GS304 at 12
# torch: raises RuntimeError: Setting requires_grad=True on inference tensor outside InferenceMode is not allowed
# fixed: gets image
import torch
from torch import nn

model = nn.Linear(12, 4)
with torch.inference_mode():
    image = torch.rand(1, 12) * 2 - 1
    start = model(image).argmax().item()
image.requires_grad_()
model(image)[0, start].backward()
