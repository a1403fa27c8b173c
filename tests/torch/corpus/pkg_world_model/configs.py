from dataclasses import dataclass, field


@dataclass(frozen=True)
class Losses:
    kl: float = 0.1
    reward: float = 1.0


@dataclass(frozen=True)
class Config:
    seed: int = 0
    obs: int = 3
    act: int = 2
    state: int = 5
    horizon: int = 4
    batch: int = 8
    discount: float = 0.99
    losses: Losses = field(default_factory=Losses)
