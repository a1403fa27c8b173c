from torch import nn


class FreezeMixin:
    """For modules with a `backbone`."""

    backbone: nn.Module

    def freeze_backbone(self):
        for parameter in self.parameters():
            parameter.requires_grad_(False)
        self.backbone.eval()


class SizeMixin:
    @property
    def size(self):
        return sum(p.numel() for p in self.parameters())
