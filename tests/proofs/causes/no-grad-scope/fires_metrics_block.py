# finds: GS201 at 67
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: moves net
"""Trains a small segmentation net; metrics are taken as we go."""
import argparse
import logging

import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset

logger = logging.getLogger(__name__)


class Toy(Dataset):
    def __init__(self, n=12):
        self.x = torch.rand(n, 3, 8, 8)
        self.y = (self.x.mean(1) > 0.5).long()

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


class DoubleConv(nn.Module):
    def __init__(self, i, o):
        super().__init__()
        self.seq = nn.Sequential(nn.Conv2d(i, o, 3, padding=1), nn.BatchNorm2d(o), nn.ReLU(inplace=True))

    def forward(self, x):
        return self.seq(x)


class UNetish(nn.Module):
    def __init__(self, n_classes=2):
        super().__init__()
        self.inc = DoubleConv(3, 8)
        self.down = DoubleConv(8, 8)
        self.outc = nn.Conv2d(8, n_classes, 1)

    def forward(self, x):
        a = self.inc(x)
        return self.outc(self.down(a) + a)


def dice(pred, target):
    inter = (pred * target).sum()
    return (2 * inter + 1) / (pred.sum() + target.sum() + 1)


def train(args):
    net = UNetish()
    loader = DataLoader(Toy(), batch_size=args.batch_size, shuffle=True)
    optimizer = torch.optim.RMSprop(net.parameters(), lr=args.lr)
    criterion = nn.CrossEntropyLoss()
    for epoch in range(args.epochs):
        net.train()
        epoch_loss, score = 0.0, 0.0
        for images, masks in loader:
            with torch.no_grad():
                logits = net(images)
                score += dice(logits.argmax(1).float(), masks.float()).item()
            loss = criterion(logits, masks)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item()
        logger.info("epoch %d loss %.3f dice %.3f", epoch, epoch_loss, score)
    return net


if __name__ == "__main__":
    p = argparse.ArgumentParser()
    p.add_argument("--epochs", type=int, default=2)
    p.add_argument("--batch-size", type=int, default=4)
    p.add_argument("--lr", type=float, default=1e-3)
    net = train(p.parse_args([]))
