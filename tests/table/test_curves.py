"""What the table says of gradients of gradients is what torch does."""

from __future__ import annotations

from generate_curves import FILE, content


def test_curves_are_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == content(), "run server/tools/generate_curves.py"
