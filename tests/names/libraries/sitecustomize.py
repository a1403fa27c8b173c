"""Leaves a mark when it is imported."""

from pathlib import Path

Path(__file__).with_name("imported").touch()

