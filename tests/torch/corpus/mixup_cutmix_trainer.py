# correct
import copy
import random

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset


class Synthetic(Dataset):
    def __init__(self, n, transform=None):
        self.data = np.random.rand(n, 3, 8, 8).astype(np.float32)
        self.targets = np.random.randint(0, 4, n)
        self.transform = transform

    def __getitem__(self, index):
        img, target = self.data[index], int(self.targets[index])
        if self.transform is not None:
            img = self.transform(img)
        return torch.from_numpy(np.ascontiguousarray(img)), target

    def __len__(self):
        return len(self.data)


def rand_bbox(size, lam):
    W, H = size[2], size[3]
    cut_rat = np.sqrt(1.0 - lam)
    cx, cy = np.random.randint(W), np.random.randint(H)
    cut_w, cut_h = int(W * cut_rat), int(H * cut_rat)
    return np.clip(cx - cut_w // 2, 0, W), np.clip(cy - cut_h // 2, 0, H), np.clip(cx + cut_w // 2, 0, W), np.clip(cy + cut_h // 2, 0, H)


def mixup_data(x, y, alpha=1.0):
    lam = np.random.beta(alpha, alpha) if alpha > 0 else 1
    index = torch.randperm(x.size()[0])
    return lam * x + (1 - lam) * x[index, :], y, y[index], lam


def mixup_criterion(criterion, pred, y_a, y_b, lam):
    return lam * criterion(pred, y_a) + (1 - lam) * criterion(pred, y_b)


class LabelSmoothing(nn.Module):
    def __init__(self, smoothing=0.1):
        super().__init__()
        self.confidence, self.smoothing = 1.0 - smoothing, smoothing

    def forward(self, x, target):
        logprobs = F.log_softmax(x, dim=-1)
        nll_loss = -logprobs.gather(dim=-1, index=target.unsqueeze(1)).squeeze(1)
        return (self.confidence * nll_loss + self.smoothing * -logprobs.mean(dim=-1)).mean()


class EarlyStopping:
    def __init__(self, patience=2):
        self.patience, self.counter, self.best, self.state = patience, 0, None, None

    def __call__(self, value, model):
        if self.best is None or value < self.best:
            self.best, self.counter = value, 0
            self.state = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.counter += 1
        return self.counter >= self.patience


def make(n=4):
    return nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, n))


def main():
    random.seed(0)
    model, criterion = make(), LabelSmoothing()
    ensemble = []
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=1)
    train, val = DataLoader(Synthetic(8), 4, shuffle=True), DataLoader(Synthetic(4), 4)
    stop = EarlyStopping()
    for epoch in range(4):
        model.train()
        train_loss, correct = 0.0, 0.0
        for inputs, targets in train:
            if random.random() < 0.5:
                inputs, targets_a, targets_b, lam = mixup_data(inputs, targets)
            else:
                lam = np.random.beta(1.0, 1.0)
                rand_index = torch.randperm(inputs.size(0))
                targets_a, targets_b = targets, targets[rand_index]
                x1, y1, x2, y2 = rand_bbox(inputs.size(), lam)
                inputs[:, :, x1:x2, y1:y2] = inputs[rand_index, :, x1:x2, y1:y2]
                lam = 1 - ((x2 - x1) * (y2 - y1) / (inputs.size(-1) * inputs.size(-2)))
            outputs = model(inputs)
            loss = mixup_criterion(criterion, outputs, targets_a, targets_b, lam)
            train_loss += loss.data
            _, predicted = torch.max(outputs.data, 1)
            correct += lam * predicted.eq(targets_a.data).cpu().sum().float() + (1 - lam) * predicted.eq(targets_b.data).cpu().sum().float()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            val_loss = np.mean([F.cross_entropy(model(x), y).item() for x, y in val])
        scheduler.step(val_loss)
        ensemble.append(copy.deepcopy(model).eval())
        if stop(val_loss, model):
            break
    model.load_state_dict(stop.state)
    with torch.no_grad():
        votes = torch.stack([m(torch.rand(2, 3, 8, 8)).softmax(1) for m in ensemble]).mean(0)
    return votes.argmax(1)


if __name__ == "__main__":
    main()
