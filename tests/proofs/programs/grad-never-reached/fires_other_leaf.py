# cause: unused-in-graph
# finds: GS104 at 11
# torch: gets used; lacks forgotten
# no fix: GS104
import torch

used = torch.rand(3, requires_grad=True)
forgotten = torch.rand(3, requires_grad=True)
loss = used.pow(2).sum()
loss.backward()
print(used.grad, forgotten.grad)
