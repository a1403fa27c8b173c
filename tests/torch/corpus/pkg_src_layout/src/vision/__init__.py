from .config import Config
from .models import build

__all__ = ["Config", "build"]
