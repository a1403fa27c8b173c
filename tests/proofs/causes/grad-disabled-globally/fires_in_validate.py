# finds: GS201 at 39
# torch: raises RuntimeError: element 0 of tensors does not require grad
# fixed: runs
import torch
from torch import nn


class Meter:
    def __init__(self):
        self.reset()

    def reset(self):
        self.sum = self.count = 0

    def update(self, v, n=1):
        self.sum += v * n
        self.count += n

    @property
    def avg(self):
        return self.sum / max(self.count, 1)


def validate(model, loader, criterion):
    torch.set_grad_enabled(False)
    model.eval()
    meter = Meter()
    for x, y in loader:
        meter.update(criterion(model(x), y).item(), len(x))
    return meter.avg


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    meter = Meter()
    for x, y in loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        meter.update(loss.item(), len(x))
    return meter.avg


def main():
    loader = [(torch.rand(4, 6), torch.rand(4, 1)) for _ in range(2)]
    model = nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 1))
    criterion = nn.MSELoss()
    optimizer = torch.optim.Adam(model.parameters())
    best = validate(model, loader, criterion)
    for epoch in range(2):
        train_one_epoch(model, loader, criterion, optimizer)
        best = min(best, validate(model, loader, criterion))
    return best


if __name__ == "__main__":
    main()
