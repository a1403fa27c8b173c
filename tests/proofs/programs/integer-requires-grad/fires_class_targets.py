# cause: int-dtype
# finds: GS406 at 9
# torch: raises RuntimeError: Only Tensors of floating point and complex dtype can require gradients
# fixed: gets logits; runs
import torch
import torch.nn.functional as F

logits = torch.rand(3, 2, requires_grad=True)
labels = torch.tensor([0, 1, 1], requires_grad=True)
loss = F.cross_entropy(logits, labels)
loss.backward()
