# finds: GS308 at 8
# torch: gets offset; lacks image
# fixed: gets offset, image
import torch

image = torch.rand(3, 4, requires_grad=True)
offset = torch.zeros(4, requires_grad=True)
pixels = (image * 255).int() / 255  # as they are saved
loss = (pixels + offset).sum()
loss.backward()
print(image.grad)
