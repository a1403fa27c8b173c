from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Optim:
    lr: float = 0.05
    momentum: float = 0.9
    weight_decay: float = 1e-4


@dataclass(frozen=True)
class Config:
    widths: tuple[int, ...] = (8, 16)
    classes: int = 4
    size: int = 8
    dropout: float = 0.1
    batch: int = 8
    epochs: int = 1
    schedule: str = "step"
    clip: float | None = 1.0
    optim: Optim = field(default_factory=Optim)
