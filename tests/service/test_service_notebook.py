"""Notebooks: cells as one source, magics left alone, files that keep everything else."""

from __future__ import annotations

import json

import pytest
from service_stand_in import PATH, workspace

from gradsight.service.notebook import joined, parted, without_magics
from gradsight.service.notebook_file import read_notebook
from gradsight.service.sources import Unreadable
from gradsight.syntax import parse

MAGICS = [
    ("%matplotlib inline\nx = 1", "#matplotlib inline\nx = 1"),
    ("!pip install torch\nx = 1\n", "#pip install torch\nx = 1\n"),
    ("x?\ny = 1", "#?\ny = 1"),
    ("?x", "#x"),
    ("%%time\nx = 1", "#%time\nx = 1"),
    ("%%bash\necho hi\n\nls", "#%bash\n#cho hi\n\n#s"),
    ("x = (a\n  %b)", "x = (a\n  %b)"),
    ("if x:\n    %time f()\n    y = 1", "if x:\n    0    ;f()\n    y = 1"),
    ("%time y = f(1)\n%timeit f(1)", "0    ;y = f(1)\n#timeit f(1)"),
    ("files = !ls -a\nn, m = %sql x", "files = []####\nn, m = []####"),
]


@pytest.mark.parametrize(("cell", "hidden"), MAGICS)
def test_magics_become_comments_of_the_same_length(cell: str, hidden: str) -> None:
    assert without_magics(cell) == hidden
    assert len(hidden) == len(cell)
    assert parse(hidden).problems == ()


@pytest.mark.parametrize("cell", [cell for cell, _ in MAGICS])
def test_cells_come_back_as_they_were(cell: str) -> None:
    texts = [cell, "", "y = 2\n", cell]
    cells = joined(texts)
    assert parted(texts, cells.source) == texts
    assert [cells.inside(start) for start in cells.starts] == [(0, 0), (1, 0), (2, 0), (3, 0)]
    assert all(cells.inside(cells.outside(number, 3)) == (number, min(3, len(texts[number]))) for number in range(4))


def _notebook(*sources: object, **metadata: object) -> str:
    cells = [{"cell_type": "markdown", "source": ["# bad"]}]
    cells += [{"cell_type": "code", "source": source, "outputs": [{"text": "é"}], "metadata": {}} for source in sources]
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}, indent=1, ensure_ascii=False) + "\n"


def test_fixes_change_only_the_code_of_their_cell() -> None:
    content = _notebook(["%time\n", "x = bad\n", "y = 1"], "z = 1\n")
    notebook = read_notebook(content)
    held = workspace(notebook.cells.source)
    fixed = held.fix_all(PATH).source
    assert notebook.with_source(fixed) == content.replace("x = bad", "x = good")
    assert list(notebook.changes(fixed)) == [(2, "%time\nx = bad\ny = 1", "%time\nx = good\ny = 1")]


def test_locations_are_lines_of_their_cell() -> None:
    notebook = read_notebook(_notebook("x = 1\n", "\ny = bad"))
    held = workspace("")
    held.update(PATH, notebook.cells.source, cells=notebook.cells)
    (finding,) = held.findings(PATH)
    at = held.locate(finding.place)
    assert (at.cell, at.line, at.column, at.end_line, at.end_column) == (3, 1, 4, 1, 7)
    assert held.spot(finding.place).label == "train.py:cell 3:2"


def test_what_is_no_notebook_is_refused_and_other_languages_are_empty() -> None:
    for content in ("", "{", "[]", '{"worksheets": []}'):
        with pytest.raises(Unreadable):
            read_notebook(content)
    assert read_notebook(_notebook("x <- bad", kernelspec={"language": "R"})).texts == ()
    assert read_notebook(_notebook("x = bad", language_info={"name": "python"})).texts == ("x = bad",)
