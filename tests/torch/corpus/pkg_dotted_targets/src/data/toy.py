import torch
from torch.utils.data import DataLoader, random_split, TensorDataset


def make_loader(n=16, batch_size=4):
    x = torch.randn(n, 3)
    y = x.pow(2).sum(1, keepdim=True)
    train, _ = random_split(TensorDataset(x, y), [12, 4])
    return DataLoader(train, batch_size=batch_size, shuffle=True, drop_last=True)
