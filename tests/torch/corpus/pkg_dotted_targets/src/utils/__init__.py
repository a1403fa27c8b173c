from src.utils.instantiators import instantiate
from src.utils.ema import EMA

__all__ = ["instantiate", "EMA"]
