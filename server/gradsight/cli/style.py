"""Whether to use colour."""

from __future__ import annotations

import os
from typing import TextIO


def colour(stream: TextIO) -> bool:
    """Colour is for terminals; NO_COLOR forbids it, FORCE_COLOR asks for it anywhere. Each counts if not empty."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"
