from __future__ import annotations

from .net import Net
from .training import fit

__all__ = ("Net", "fit")
