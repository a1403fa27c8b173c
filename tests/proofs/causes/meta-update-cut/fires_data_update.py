# finds: GS302 at 10
# torch: gets theta; lacks rate
# fixed: gets theta, rate
import torch

theta = torch.rand(3, requires_grad=True)
rate = torch.tensor(0.1, requires_grad=True)
inner = (theta * torch.rand(3)).pow(2).sum()
(gradient,) = torch.autograd.grad(inner, theta, create_graph=True)
fast = theta - rate.data * gradient
loss = (fast - 1).pow(2).sum()
loss.backward()
print(theta.grad, rate.grad)
