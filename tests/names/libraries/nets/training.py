import pytorch_lightning as pl
import torch
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset


class Lion(Optimizer):
    def __init__(self, params, lr=1e-4):
        super().__init__(params, dict(lr=lr))


class Images(Dataset):
    def __getitem__(self, index):
        return torch.ones(3)


class Loader(DataLoader):
    pass


class Task(pl.LightningModule):
    pass
