# finds: GS201 at 17
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: gets model
import torch
from torch import nn


class Overlap(nn.Module):
    def forward(self, pred, target):
        pred = (pred > 0.5).float()
        both = (pred * target).sum()
        return 1 - both / (pred.sum() + target.sum() - both)


model, criterion = nn.Sequential(nn.Conv2d(1, 1, 3, padding=1), nn.Sigmoid()), Overlap()
loss = criterion(model(torch.rand(2, 1, 8, 8)), torch.randint(0, 2, (2, 1, 8, 8)).float())
loss.backward()
