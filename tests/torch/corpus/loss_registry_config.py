# correct
from dataclasses import asdict, dataclass, field
from typing import Callable, Dict

import torch
from torch import Tensor, nn, optim
import torch.nn.functional as F

LOSSES: Dict[str, Callable[..., Tensor]] = {}


def register(name: str):
    def wrap(fn):
        LOSSES[name] = fn
        return fn

    return wrap


@register("dice")
def dice_loss(logits: Tensor, target: Tensor, smooth: float = 1.0) -> Tensor:
    p = torch.sigmoid(logits).flatten(1)
    t = target.flatten(1)
    intersection = (p * t).sum(1)
    return 1 - ((2 * intersection + smooth) / (p.sum(1) + t.sum(1) + smooth)).mean()


@register("focal")
def focal_loss(logits: Tensor, target: Tensor, gamma: float = 2.0) -> Tensor:
    bce = F.binary_cross_entropy_with_logits(logits, target, reduction="none")
    pt = torch.exp(-bce)
    return ((1 - pt) ** gamma * bce).mean()


@register("tv")
def total_variation(logits: Tensor, target: Tensor) -> Tensor:
    p = logits.sigmoid()
    return (p[..., 1:] - p[..., :-1]).abs().mean() + (p[..., 1:, :] - p[..., :-1, :]).abs().mean()


@dataclass
class Config:
    lr: float = 1e-2
    steps: int = 4
    losses: Dict[str, float] = field(default_factory=lambda: {"dice": 1.0, "focal": 0.5, "tv": 0.01})
    optimizer: str = "AdamW"


class Combined(nn.Module):
    def __init__(self, weights: Dict[str, float]):
        super().__init__()
        unknown = set(weights) - set(LOSSES)
        if unknown:
            raise KeyError(unknown)
        self.weights = weights

    def forward(self, logits, target):
        terms = {name: LOSSES[name](logits, target) for name in self.weights}
        total = sum(self.weights[name] * value for name, value in terms.items())
        return total, {name: value.item() for name, value in terms.items()}


def main(cfg: Config):
    torch.manual_seed(0)
    segmenter = nn.Sequential(nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 1, 1))
    opt = getattr(optim, cfg.optimizer)(segmenter.parameters(), lr=cfg.lr)
    criterion = Combined(cfg.losses)
    image = torch.rand(2, 1, 8, 8)
    mask = (image > 0.5).float()
    for step in range(cfg.steps):
        total, logs = criterion(segmenter(image), mask)
        opt.zero_grad()
        total.backward()
        opt.step()
        print(step, f"{total.item():.3f}", " ".join(f"{k}={v:.3f}" for k, v in logs.items()))
    with torch.no_grad():
        iou = ((segmenter(image) > 0) & (mask > 0)).sum() / ((segmenter(image) > 0) | (mask > 0)).sum()
    print("iou", float(iou), asdict(cfg)["lr"])


main(Config(steps=3))
