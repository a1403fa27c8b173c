# correct
import random

import torch
from torch import nn, optim
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset


class PairDataset(Dataset):
    def __init__(self, n=40, classes=3):
        self.labels = [i % classes for i in range(n)]
        self.points = torch.stack([torch.full((5,), float(c)) + 0.2 * torch.randn(5) for c in self.labels])
        self.index = {c: [i for i, l in enumerate(self.labels) if l == c] for c in set(self.labels)}

    def __getitem__(self, i):
        if same := random.random() < 0.5:
            j = random.choice(self.index[self.labels[i]])
        else:
            other = random.choice([c for c in self.index if c != self.labels[i]])
            j = random.choice(self.index[other])
        return self.points[i], self.points[j], torch.tensor(0.0 if same else 1.0)

    def __len__(self):
        return len(self.labels)


class SiameseNetwork(nn.Module):
    def __init__(self):
        super(SiameseNetwork, self).__init__()
        self.fc = nn.Sequential(nn.Linear(5, 10), nn.ReLU(inplace=True), nn.Linear(10, 2))

    def forward_once(self, x):
        return self.fc(x)

    def forward(self, input1, input2):
        return self.forward_once(input1), self.forward_once(input2)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super(ContrastiveLoss, self).__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        distance = F.pairwise_distance(output1, output2, keepdim=True)
        return torch.mean(
            (1 - label) * torch.pow(distance, 2)
            + label * torch.pow(torch.clamp(self.margin - distance, min=0.0), 2)
        )


net = SiameseNetwork()
criterion = ContrastiveLoss()
optimizer = optim.Adam(net.parameters(), lr=5e-3)
counter, loss_history, iteration_number = [], [], 0
for epoch in range(2):
    for i, (img0, img1, label) in enumerate(DataLoader(PairDataset(), shuffle=True, batch_size=8), 0):
        optimizer.zero_grad()
        output1, output2 = net(img0, img1)
        loss_contrastive = criterion(output1, output2, label.unsqueeze(1))
        loss_contrastive.backward()
        optimizer.step()
        if i % 2 == 0:
            iteration_number += 2
            counter.append(iteration_number)
            loss_history.append(loss_contrastive.item())
print(counter[-1], loss_history[-1] < loss_history[0])

net.eval()
reference = net.forward_once(PairDataset().points[:1]).detach()
with torch.no_grad():
    others = net.forward_once(PairDataset().points[1:4])
print([round(d, 2) for d in F.pairwise_distance(reference, others).tolist()])
