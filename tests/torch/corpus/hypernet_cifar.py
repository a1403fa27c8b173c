# correct
import functools

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.parameter import Parameter


class HyperNetwork(nn.Module):
    def __init__(self, f_size=3, z_dim=8, out_size=4, in_size=4):
        super(HyperNetwork, self).__init__()
        self.z_dim, self.f_size, self.out_size, self.in_size = z_dim, f_size, out_size, in_size
        self.w1 = Parameter(torch.fmod(torch.randn((self.z_dim, self.out_size * self.f_size * self.f_size)), 2))
        self.b1 = Parameter(torch.fmod(torch.randn((self.out_size * self.f_size * self.f_size)), 2))
        self.w2 = Parameter(torch.fmod(torch.randn((self.z_dim, self.in_size * self.z_dim)), 2))
        self.b2 = Parameter(torch.fmod(torch.randn((self.in_size * self.z_dim)), 2))

    def forward(self, z):
        h_in = torch.matmul(z, self.w2) + self.b2
        h_in = h_in.view(self.in_size, self.z_dim)
        h_final = torch.matmul(h_in, self.w1) + self.b1
        return h_final.view(self.out_size, self.in_size, self.f_size, self.f_size)


class Embedding(nn.Module):
    def __init__(self, z_num, z_dim):
        super(Embedding, self).__init__()
        self.z_list = nn.ParameterList()
        self.z_num, self.z_dim = z_num, z_dim
        h, k = self.z_num
        for i in range(h):
            for j in range(k):
                self.z_list.append(Parameter(torch.fmod(torch.randn(self.z_dim), 2)))

    def forward(self, hyper_net):
        ww = []
        h, k = self.z_num
        for i in range(h):
            w = []
            for j in range(k):
                w.append(hyper_net(self.z_list[i * k + j]))
            ww.append(torch.cat(w, dim=1))
        return torch.cat(ww, dim=0)


class ResNetBlock(nn.Module):
    def __init__(self, ch):
        super().__init__()
        self.bn1, self.bn2 = nn.BatchNorm2d(ch), nn.BatchNorm2d(ch)

    def forward(self, x, w1, w2):
        residual = x
        out = F.relu(self.bn1(F.conv2d(x, w1, padding=1)), inplace=True)
        out = self.bn2(F.conv2d(out, w2, padding=1))
        out += residual
        return F.relu(out)


class PrimaryNetwork(nn.Module):
    def __init__(self, z_dim=8):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.z_dim = z_dim
        self.hope = HyperNetwork(z_dim=z_dim)
        self.zs_size = [[2, 2], [2, 2], [2, 2], [2, 2]]
        self.res_net = nn.ModuleList([ResNetBlock(8) for _ in range(2)])
        self.zs = nn.ModuleList()
        for i in range(4):
            self.zs.append(Embedding(self.zs_size[i], self.z_dim))
        self.final = nn.Linear(8, 10)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        for i in range(2):
            w1 = self.zs[2 * i](self.hope)
            w2 = self.zs[2 * i + 1](self.hope)
            x = self.res_net[i](x, w1, w2)
        x = F.adaptive_avg_pool2d(x, 1)
        return self.final(x.view(-1, 8))


net = PrimaryNetwork()
optimizer = torch.optim.Adam(net.parameters(), lr=0.002, weight_decay=0.0005)
lr_scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, milestones=[2], gamma=0.5)
criterion = nn.CrossEntropyLoss()
running_loss, total, correct = 0.0, 0, 0
for i in range(2):
    inputs, labels = torch.rand(3, 3, 8, 8), torch.randint(10, (3,))
    optimizer.zero_grad()
    outputs = net(inputs)
    loss = criterion(outputs, labels)
    loss.backward()
    optimizer.step()
    lr_scheduler.step()
    running_loss += loss.item()
    _, predicted = torch.max(outputs.data, 1)
    total += labels.size(0)
    correct += (predicted == labels).sum().item()
