# torch: gets phase
import torch

phase = torch.rand(3, requires_grad=True)
wrapped = (phase * 7) % 6.28
wrapped.sum().backward()
print(phase.grad)
