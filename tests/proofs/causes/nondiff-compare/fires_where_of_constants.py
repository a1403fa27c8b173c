# finds: GS308 at 9
# torch: gets gain; lacks edge
# fixed: gets edge, gain
import torch

edge = torch.tensor(0.5, requires_grad=True)
gain = torch.tensor(1.0, requires_grad=True)
x = torch.rand(10)
step = torch.where(x > edge, 1.0, 0.0)
loss = (gain * step).sum()
loss.backward()
print(edge.grad, gain.grad)
