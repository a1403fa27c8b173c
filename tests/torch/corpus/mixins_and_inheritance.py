# correct
import abc

import torch
import torch.nn as nn
from torch.nn import functional as F


class FreezeMixin:
    def freeze(self, *names):
        for name in names:
            for p in getattr(self, name).parameters():
                p.requires_grad = False
        return self

    def unfreeze(self):
        for p in self.parameters():
            p.requires_grad = True
        return self

    @property
    def trainable(self):
        return [n for n, p in self.named_parameters() if p.requires_grad]


class OptimizerMixin:
    optimizer_class = torch.optim.SGD
    optimizer_args = {"lr": 0.05}

    def configure_optimizer(self):
        return self.optimizer_class((p for p in self.parameters() if p.requires_grad), **self.optimizer_args)


class Base(nn.Module, abc.ABC):
    def __init__(self, in_features, **kwargs):
        super().__init__(**kwargs)
        self.encoder = nn.Linear(in_features, self.width)

    @property
    @abc.abstractmethod
    def width(self): ...

    @abc.abstractmethod
    def decode(self, h): ...

    def forward(self, x):
        return self.decode(F.relu(self.encoder(x)))

    def training_step(self, batch):
        x, y = batch
        return self.loss(self(x), y)

    def loss(self, prediction, target):
        return F.mse_loss(prediction, target)


class Regressor(FreezeMixin, OptimizerMixin, Base):
    width = 6

    def __init__(self, in_features):
        super().__init__(in_features)
        self.decoder = nn.Linear(self.width, 1)

    def decode(self, h):
        return self.decoder(h)


class Classifier(Regressor):
    optimizer_class = torch.optim.Adam

    def __init__(self, in_features, classes):
        super().__init__(in_features)
        self.decoder = nn.Linear(self.width, classes)

    def loss(self, prediction, target):
        penalty = 1e-3 * sum(p.pow(2).sum() for p in self.parameters())
        return F.cross_entropy(prediction, target.squeeze(1).long()) + penalty

    def decode(self, h):
        return super().decode(h) - h.mean(dim=1, keepdim=True)


batch = torch.randn(8, 4), torch.randint(0, 3, (8, 1)).float()
for model in (Regressor(4), Classifier(4, 3), Classifier(4, 3).freeze("encoder")):
    optimizer = model.configure_optimizer()
    for _ in range(2):
        loss = model.training_step(batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(type(model).__name__, loss.item(), model.trainable)
    model.unfreeze()
