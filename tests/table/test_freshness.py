"""The committed data files are what the generator makes of the installed torch, byte for byte."""

from __future__ import annotations

from generate_ops import DATA, files

import torch
from conftest import Run
from gradsight.knowledge.torch.table import TORCH_VERSION


def test_torch_is_the_one_the_table_was_made_from() -> None:
    assert torch.__version__.partition("+")[0] == TORCH_VERSION


def test_files_are_fresh(runs: list[Run]) -> None:
    """Made again with the same torch; `runs` is asked for so that both tests share one process and its imports."""
    assert runs
    stale = [name for name, text in files().items() if (DATA / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run server/tools/generate_ops.py"
