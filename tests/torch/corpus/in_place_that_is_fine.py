# correct
"""In-place operations that are all right, one after the other."""
import torch
import torch.nn as nn
import torch.nn.functional as F

weight = torch.randn(4, 3, requires_grad=True)
x = torch.randn(6, 3)

# 1. a buffer filled row by row keeps the graph
rows = torch.zeros(6, 4)
for i in range(x.size(0)):
    rows[i] = weight @ x[i]
rows.pow(2).mean().backward()
print(weight.grad.shape, rows.requires_grad, rows.is_leaf)
weight.grad = None

# 2. activations in place, after operations that do not need their result
h = x @ weight.t()
h.add_(1.0).mul_(2.0)
h[:, 0] = 0.0
h = F.relu_(h)
h.sum().backward()
print(weight.grad.abs().sum().item() > 0)
weight.grad.zero_()

# 3. accumulation
total = torch.zeros(())
for xi in x:
    total += (weight @ xi).tanh().sum()
total /= len(x)
total.backward()
with torch.no_grad():
    weight.add_(weight.grad, alpha=-0.1)
    weight[0].clamp_(-1, 1)
    weight.grad.zero_()
print(weight.is_leaf, weight.requires_grad)

# 4. masks and scatters on fresh tensors
scores = x @ weight.t()
mask = torch.zeros_like(scores, dtype=torch.bool)
mask[:, 1::2] = True
masked = scores.clone().masked_fill_(mask, float("-inf"))
probabilities = masked.softmax(dim=1)
onehot = torch.zeros_like(probabilities).scatter_(1, probabilities.argmax(dim=1, keepdim=True), 1.0)
(-(onehot * probabilities.clamp_min(1e-9).log()).sum()).backward()
print(onehot.requires_grad, mask.any().item())

# 5. parameters through .data and init
layer = nn.Linear(3, 3)
layer.weight.data.normal_(0, 0.02)
layer.bias.data[1:] = 0
nn.init.orthogonal_(layer.weight)
with torch.no_grad():
    layer.weight[:2] *= 0.5
    layer.weight.copy_(layer.weight / layer.weight.norm())
out = nn.Sequential(layer, nn.Dropout(0.1, inplace=True), nn.ReLU(inplace=True))(x)
out.mean().backward()
print(layer.weight.grad is not None, out.grad_fn is not None)

# 6. the plain input may be overwritten
noise = torch.empty_like(x).normal_().mul_(0.1)
x.add_(noise).clamp_(min=-2)
x[x > 1] = 1
x.requires_grad_(True)
(x * weight[0].detach()).sum().backward()
print(torch.equal(x.grad[0], weight[0].detach()))
