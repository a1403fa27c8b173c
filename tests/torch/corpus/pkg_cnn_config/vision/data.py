import torch
from torch.utils.data import DataLoader, Dataset, random_split

from .config import Config


class Blobs(Dataset):
    """Images with one bright quarter, which is the class."""

    def __init__(self, config: Config, count: int = 40):
        self.images = torch.rand(count, 3, config.size, config.size) * 0.1
        self.labels = torch.randint(0, config.classes, (count,))
        half = config.size // 2
        for image, label in zip(self.images, self.labels):
            row, column = divmod(label.item(), 2)
            image[:, row * half:(row + 1) * half, column * half:(column + 1) * half] += 1.0

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        return self.images[index], self.labels[index]


def loaders(config: Config):
    data = Blobs(config)
    cut = int(0.8 * len(data))
    train, valid = random_split(data, [cut, len(data) - cut])
    return (DataLoader(train, batch_size=config.batch, shuffle=True),
            DataLoader(valid, batch_size=config.batch))
