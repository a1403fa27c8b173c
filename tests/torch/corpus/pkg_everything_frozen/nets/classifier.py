from torch import nn

from nets.mixins import FreezeMixin, SizeMixin


class Classifier(FreezeMixin, SizeMixin, nn.Module):
    def __init__(self, *, inputs, classes, width=8):
        super().__init__()
        self.backbone = nn.Sequential(nn.Linear(inputs, width), nn.ReLU())
        self.head = nn.Linear(width, classes)

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        freeze = config.pop("freeze", False)
        model = cls(**config)
        if freeze:
            model.freeze_backbone()
        return model

    def forward(self, x):
        return self.head(self.backbone(x))
