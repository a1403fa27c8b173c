# correct
"""DP-SGD three ways: hooks, vmap and a loop."""
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.func import functional_call, grad, vmap


class PerSampleGrad:
    """Stores `grad_sample` on the parameters of linear layers."""

    def __init__(self, model):
        self.handles = []
        for layer in model.modules():
            if isinstance(layer, nn.Linear):
                self.handles.append(layer.register_forward_hook(self._capture))
                self.handles.append(layer.register_full_backward_hook(self._backward))

    def _capture(self, layer, inputs, output):
        layer.activations = inputs[0].detach()

    def _backward(self, layer, grad_input, grad_output):
        B = grad_output[0]
        n = B.shape[0]
        layer.weight.grad_sample = torch.einsum("ni,nj->nij", B * n, layer.activations)
        layer.bias.grad_sample = B * n

    def remove(self):
        for h in self.handles:
            h.remove()


def clip_and_noise(params, max_norm, sigma):
    norms = torch.stack([p.grad_sample.flatten(1).norm(2, dim=1) for p in params], dim=1).norm(2, dim=1)
    scale = (max_norm / (norms + 1e-6)).clamp(max=1.0)
    for p in params:
        summed = torch.einsum("n...,n->...", p.grad_sample, scale)
        summed += sigma * max_norm * torch.randn_like(summed)
        p.grad = summed / p.grad_sample.shape[0]


model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
x, y = torch.randn(6, 4), torch.randint(0, 3, (6,))
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
hooks = PerSampleGrad(model)
for _ in range(2):
    optimizer.zero_grad()
    F.cross_entropy(model(x), y).backward()
    clip_and_noise(list(model.parameters()), 1.0, 0.1)
    optimizer.step()
hooks.remove()

params = {k: v.detach() for k, v in model.named_parameters()}
buffers = {k: v.detach() for k, v in model.named_buffers()}


def compute_loss(params, buffers, sample, target):
    predictions = functional_call(model, (params, buffers), (sample.unsqueeze(0),))
    return F.cross_entropy(predictions, target.unsqueeze(0))


ft_compute_sample_grad = vmap(grad(compute_loss), in_dims=(None, None, 0, 0))
ft_per_sample_grads = ft_compute_sample_grad(params, buffers, x, y)
with torch.no_grad():
    for name, p in model.named_parameters():
        p -= 0.1 * ft_per_sample_grads[name].mean(0)


def compute_grad(sample, target):
    loss = F.cross_entropy(model(sample[None]), target[None])
    return torch.autograd.grad(loss, list(model.parameters()))


def compute_sample_grads(data, targets):
    sample_grads = [compute_grad(data[i], targets[i]) for i in range(len(data))]
    sample_grads = zip(*sample_grads)
    return [torch.stack(shards) for shards in sample_grads]


per_sample_grads = compute_sample_grads(x, y)
for per_sample, (name, ft) in zip(per_sample_grads, ft_per_sample_grads.items()):
    print(name, per_sample.shape == ft.shape)
