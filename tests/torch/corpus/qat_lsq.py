# correct
import torch
import torch.nn as nn
import torch.nn.functional as F


def grad_scale(x, scale):
    y = x
    y_grad = x * scale
    return (y - y_grad).detach() + y_grad


def round_pass(x):
    y = x.round()
    y_grad = x
    return (y - y_grad).detach() + y_grad


class LsqQuan(nn.Module):
    def __init__(self, bit=4, all_positive=False, per_channel=False):
        super().__init__()
        if all_positive:
            self.thd_neg, self.thd_pos = 0, 2**bit - 1
        else:
            self.thd_neg, self.thd_pos = -(2 ** (bit - 1)), 2 ** (bit - 1) - 1
        self.per_channel = per_channel
        self.s = nn.Parameter(torch.ones(1))

    def init_from(self, x, *args, **kwargs):
        self.s = nn.Parameter(x.detach().abs().mean() * 2 / (self.thd_pos**0.5))

    def forward(self, x):
        if self.per_channel:
            s_grad_scale = 1.0 / ((self.thd_pos * x.numel()) ** 0.5)
        else:
            s_grad_scale = 1.0 / ((self.thd_pos * x.numel()) ** 0.5)
        s_scale = grad_scale(self.s, s_grad_scale)
        x = x / s_scale
        x = torch.clamp(x, self.thd_neg, self.thd_pos)
        x = round_pass(x)
        return x * s_scale


class QuanLinear(nn.Linear):
    def __init__(self, m: nn.Linear, quan_w_fn=None, quan_a_fn=None):
        super().__init__(m.in_features, m.out_features, bias=m.bias is not None)
        self.quan_w_fn, self.quan_a_fn = quan_w_fn, quan_a_fn
        self.weight = nn.Parameter(m.weight.detach())
        self.quan_w_fn.init_from(m.weight)
        if m.bias is not None:
            self.bias = nn.Parameter(m.bias.detach())

    def forward(self, x):
        return F.linear(self.quan_a_fn(x), self.quan_w_fn(self.weight), self.bias)


def replace_modules(model):
    for name, child in model.named_children():
        if isinstance(child, nn.Linear):
            setattr(model, name, QuanLinear(child, LsqQuan(4), LsqQuan(4, all_positive=True)))
        else:
            replace_modules(child)
    return model


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(8, 16)
        self.fc2 = nn.Linear(16, 3)

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(x)))


model = replace_modules(Net())
optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=3)
for epoch in range(3):
    x, y = torch.rand(6, 8), torch.randint(3, (6,))
    loss = F.cross_entropy(model(x), y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
