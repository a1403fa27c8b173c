from dataclasses import dataclass

__all__ = ["MiniConfig"]


@dataclass
class MiniConfig:
    vocab: int = 10
    width: int = 8
    layers: int = 2
    dropout: float = 0.1
    act: str = "gelu"
    tie: bool = True
