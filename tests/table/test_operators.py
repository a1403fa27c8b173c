"""What the table says of shapes and of gradients of gradients is what torch does."""

from __future__ import annotations

from generate_operators import FILE, content


def test_operators_are_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == content(), "run server/tools/generate_operators.py"
