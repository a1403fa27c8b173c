# correct
import copy
import random

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim


class PCGrad:
    def __init__(self, optimizer, reduction="mean"):
        self._optim, self._reduction = optimizer, reduction

    @property
    def optimizer(self):
        return self._optim

    def zero_grad(self):
        return self._optim.zero_grad(set_to_none=True)

    def step(self):
        return self._optim.step()

    def pc_backward(self, objectives):
        grads, shapes, has_grads = self._pack_grad(objectives)
        pc_grad = self._project_conflicting(grads, has_grads)
        pc_grad = self._unflatten_grad(pc_grad, shapes[0])
        self._set_grad(pc_grad)

    def _project_conflicting(self, grads, has_grads):
        shared = torch.stack(has_grads).prod(0).bool()
        pc_grad = copy.deepcopy(grads)
        for g_i in pc_grad:
            random.shuffle(grads)
            for g_j in grads:
                g_i_g_j = torch.dot(g_i, g_j)
                if g_i_g_j < 0:
                    g_i -= (g_i_g_j) * g_j / (g_j.norm() ** 2)
        merged_grad = torch.zeros_like(grads[0])
        merged_grad[shared] = torch.stack([g[shared] for g in pc_grad]).mean(dim=0)
        merged_grad[~shared] = torch.stack([g[~shared] for g in pc_grad]).sum(dim=0)
        return merged_grad

    def _set_grad(self, grads):
        idx = 0
        for group in self._optim.param_groups:
            for p in group["params"]:
                p.grad = grads[idx]
                idx += 1

    def _pack_grad(self, objectives):
        grads, shapes, has_grads = [], [], []
        for obj in objectives:
            self._optim.zero_grad(set_to_none=True)
            obj.backward(retain_graph=True)
            grad, shape, has_grad = self._retrieve_grad()
            grads.append(torch.cat([g.flatten() for g in grad]))
            has_grads.append(torch.cat([g.flatten() for g in has_grad]))
            shapes.append(shape)
        return grads, shapes, has_grads

    def _unflatten_grad(self, grads, shapes):
        unflatten_grad, idx = [], 0
        for shape in shapes:
            length = int(np.prod(shape))
            unflatten_grad.append(grads[idx : idx + length].view(shape).clone())
            idx += length
        return unflatten_grad

    def _retrieve_grad(self):
        grad, shape, has_grad = [], [], []
        for group in self._optim.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    shape.append(p.shape)
                    grad.append(torch.zeros_like(p))
                    has_grad.append(torch.zeros_like(p))
                    continue
                shape.append(p.grad.shape)
                grad.append(p.grad.clone())
                has_grad.append(torch.ones_like(p))
        return grad, shape, has_grad


class MultiHeadNet(nn.Module):
    def __init__(self):
        super().__init__()
        self._linear = nn.Linear(3, 4)
        self._head1 = nn.Linear(4, 2)
        self._head2 = nn.Linear(4, 2)

    def forward(self, x):
        feat = torch.relu(self._linear(x))
        return self._head1(feat), self._head2(feat)


net = MultiHeadNet()
weights = nn.Parameter(torch.ones(2))
weight_opt = optim.Adam([weights], lr=0.01)
opt = PCGrad(optim.Adam(net.parameters()))
initial = None
for step in range(3):
    x, y = torch.randn(2, 3), torch.randn(2, 2)
    a, b = net(x)
    losses = torch.stack([nn.functional.l1_loss(a, y), nn.functional.mse_loss(b, y)])
    if initial is None:
        initial = losses.detach()
    norms = []
    for w, loss in zip(weights, losses):
        g = torch.autograd.grad(loss, net._linear.weight, retain_graph=True)[0]
        norms.append(torch.norm(w * g.detach()))
    norms = torch.stack(norms)
    ratio = losses.detach() / initial
    target = (norms.mean() * (ratio / ratio.mean()) ** 0.12).detach()
    weight_opt.zero_grad()
    (norms - target).abs().sum().backward()
    weight_opt.step()
    opt.zero_grad()
    opt.pc_backward([w * loss for w, loss in zip(weights.detach(), losses)])
    opt.step()
    weights.data.mul_(2 / weights.data.sum())
