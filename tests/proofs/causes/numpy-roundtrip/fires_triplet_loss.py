# finds: GS201 at 48
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves model.fc[0].weight
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class EmbeddingNet(nn.Module):
    def __init__(self):
        super(EmbeddingNet, self).__init__()
        self.convnet = nn.Sequential(nn.Conv2d(1, 8, 5), nn.PReLU(), nn.MaxPool2d(2, stride=2))
        self.fc = nn.Sequential(nn.Linear(8 * 4 * 4, 16), nn.PReLU(), nn.Linear(16, 2))

    def forward(self, x):
        output = self.convnet(x)
        output = output.view(output.size()[0], -1)
        return self.fc(output)

    def get_embedding(self, x):
        return self.forward(x)


class TripletLoss(nn.Module):
    def __init__(self, margin):
        super(TripletLoss, self).__init__()
        self.margin = margin

    def forward(self, anchor, positive, negative, size_average=True):
        distance_positive = (anchor - positive).pow(2).sum(1)
        distance_negative = (anchor - negative).pow(2).sum(1)
        losses = torch.from_numpy(np.maximum((distance_positive - distance_negative + self.margin).detach().numpy(), 0))
        return losses.mean() if size_average else losses.sum()


def train_epoch(train_loader, model, loss_fn, optimizer):
    model.train()
    losses = []
    total_loss = 0
    for batch_idx, (data, target) in enumerate(train_loader):
        optimizer.zero_grad()
        outputs = tuple(model(d) for d in data)
        loss = loss_fn(*outputs)
        losses.append(loss.item())
        total_loss += loss.item()
        loss.backward()
        optimizer.step()
    total_loss /= batch_idx + 1
    return total_loss


loader = [((torch.rand(4, 1, 12, 12), torch.rand(4, 1, 12, 12), torch.rand(4, 1, 12, 12)), None) for _ in range(2)]
model = EmbeddingNet()
optimizer = optim.Adam(model.parameters(), lr=1e-3)
for epoch in range(2):
    print(train_epoch(loader, model, TripletLoss(1.0), optimizer))
