# finds: GS201 at 43
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets maml.net.vars[0]
import copy

import torch
import torch.nn as nn
import torch.nn.functional as F


class Learner(nn.Module):
    def __init__(self):
        super().__init__()
        self.vars = nn.ParameterList([nn.Parameter(torch.randn(16, 1) * 0.1), nn.Parameter(torch.zeros(16)), nn.Parameter(torch.randn(1, 16) * 0.1), nn.Parameter(torch.zeros(1))])

    def forward(self, x, vars=None):
        if vars is None:
            vars = self.vars
        x = F.relu(F.linear(x, vars[0], vars[1]))
        return F.linear(x, vars[2], vars[3])

    def parameters(self):
        return self.vars


class Meta(nn.Module):
    def __init__(self, update_lr=0.01, meta_lr=1e-3, update_step=3):
        super().__init__()
        self.update_lr, self.update_step = update_lr, update_step
        self.net = Learner()
        self.meta_optim = torch.optim.Adam(self.net.parameters(), lr=meta_lr)

    def forward(self, x_spt, y_spt, x_qry, y_qry):
        losses_q = 0
        for i in range(len(x_spt)):
            loss = F.mse_loss(self.net(x_spt[i]), y_spt[i])
            grad = torch.autograd.grad(loss, self.net.parameters())
            fast_weights = [p.data - self.update_lr * g for g, p in zip(grad, self.net.parameters())]
            loss_q = F.mse_loss(self.net(x_qry[i], fast_weights), y_qry[i])
            losses_q = losses_q + loss_q
        losses_q = losses_q / len(x_spt)
        self.meta_optim.zero_grad()
        losses_q.backward()
        self.meta_optim.step()
        return losses_q.item()


maml = Meta()
for step in range(2):
    x = torch.rand(4, 2, 5, 1)
    y = x.sin()
    print(maml(x[:, 0], y[:, 0], x[:, 1], y[:, 1]))
