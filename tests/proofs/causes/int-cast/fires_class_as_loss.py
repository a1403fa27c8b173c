# finds: GS201 at 9
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets age
import torch

age = torch.tensor([33.0], requires_grad=True)
years = age.long() - 30
loss = years.float().pow(2).sum()
loss.backward()