# correct
# DANN with a gradient-reversal layer.
import numpy as np
import torch
from torch import nn
from torch.autograd import Function


class ReverseLayerF(Function):
    @staticmethod
    def forward(ctx, x, alpha):
        ctx.alpha = alpha
        return x.view_as(x)

    @staticmethod
    def backward(ctx, grad_output):
        output = grad_output.neg() * ctx.alpha
        return output, None


class DANN(nn.Module):
    def __init__(self):
        super().__init__()
        self.feature = nn.Sequential()
        self.feature.add_module("f_fc1", nn.Linear(6, 12))
        self.feature.add_module("f_bn1", nn.BatchNorm1d(12))
        self.feature.add_module("f_relu1", nn.ReLU(True))
        self.class_classifier = nn.Sequential(nn.Linear(12, 3), nn.LogSoftmax(dim=1))
        self.domain_classifier = nn.Sequential(nn.Linear(12, 2), nn.LogSoftmax(dim=1))

    def forward(self, x, alpha):
        feature = self.feature(x)
        reverse_feature = ReverseLayerF.apply(feature, alpha)
        return self.class_classifier(feature), self.domain_classifier(reverse_feature)


my_net = DANN()
optimizer = torch.optim.Adam(my_net.parameters(), lr=1e-3)
loss_class, loss_domain = nn.NLLLoss(), nn.NLLLoss()
for p in my_net.parameters():
    p.requires_grad = True

n_epoch, len_dataloader = 2, 3
for epoch in range(n_epoch):
    for i in range(len_dataloader):
        p = float(i + epoch * len_dataloader) / n_epoch / len_dataloader
        alpha = 2.0 / (1.0 + np.exp(-10 * p)) - 1

        s_img, s_label = torch.randn(8, 6), torch.randint(3, (8,))
        my_net.zero_grad()
        class_output, domain_output = my_net(s_img, alpha=alpha)
        err_s_label = loss_class(class_output, s_label)
        err_s_domain = loss_domain(domain_output, torch.zeros(8).long())

        t_img = torch.randn(8, 6) + 1
        _, domain_output = my_net(t_img, alpha=alpha)
        err_t_domain = loss_domain(domain_output, torch.ones(8).long())
        err = err_t_domain + err_s_domain + err_s_label
        err.backward()
        optimizer.step()
        print(
            "epoch: %d, [iter: %d / all %d], err_s_label: %f, err_t_domain: %f"
            % (epoch, i, len_dataloader, err_s_label.data.cpu().numpy(), err_t_domain.data.cpu().item())
        )
