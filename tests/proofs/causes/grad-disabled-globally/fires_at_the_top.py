# finds: GS201 at 10
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets w
import torch

torch.set_grad_enabled(False)  # from the inference script

w = torch.rand(3, requires_grad=True)
loss = (w * w).sum()
loss.backward()