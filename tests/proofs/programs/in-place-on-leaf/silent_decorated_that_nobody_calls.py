# torch: runs

import torch
from torch import nn


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 3)

    @torch.no_grad()
    def fuse(self):
        fused = nn.Linear(3, 3)
        fused.weight.copy_(self.linear.weight)
        return fused


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = Norm()
        self.other = Norm()

    @torch.no_grad()
    def fuse(self):
        head = self.norm.fuse()
        head.weight += self.other.fuse().weight
        head.weight /= 2
        return head

    @staticmethod
    @torch.inference_mode()
    def shrink(layer: nn.Linear):
        layer.weight.mul_(0.5)


@torch.no_grad()
def clamp(layer: nn.Linear):
    layer.weight.clamp_(-1, 1)
