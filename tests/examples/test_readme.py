"""What README.md shows is what the commands print, and the Python in it comes from the examples."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]


def test_the_readme_is_fresh() -> None:
    command = [sys.executable, "server/tools/generate_readme.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_python_in_the_readme_is_in_the_examples() -> None:
    examples = [file.read_text(encoding="utf-8") for file in (ROOT / "examples").glob("*.py")]
    tokens = MarkdownIt().parse((ROOT / "README.md").read_text(encoding="utf-8"))
    shown = [token.content for token in tokens if token.type == "fence" and token.info == "python"]
    assert shown
    assert [text for text in shown if not any(text in example for example in examples)] == []
