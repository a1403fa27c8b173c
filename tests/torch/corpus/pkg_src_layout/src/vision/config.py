from dataclasses import dataclass


@dataclass
class Config:
    width: int = 4
    rate: float = 0.1
    steps: int = 3
