"""Incremental changes, in process: the text is what the editor has, in every position encoding."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp

from gradsight.lsp.convert import encoding_of, wants
from gradsight.lsp.documents import Documents, Open
from gradsight.syntax import Encoding, Text

TEXTS = st.text(st.sampled_from("ab é😀\t\u2028\x0c\x85"), max_size=6)
SOURCES = st.lists(st.tuples(TEXTS, st.sampled_from(["\n", "\r\n", "\r", ""])), max_size=6).map(
    lambda lines: "".join(line + end for line, end in lines)
)
ENCODINGS: list[Encoding] = ["utf-8", "utf-16", "utf-32"]


def _position(source: str, offset: int, encoding: Encoding) -> lsp.Position:
    """Where an editor says that an offset is: it counts line breaks and code units by itself."""
    lines = re.split(r"\r\n|\n|\r", source[:offset])
    units = len(lines[-1].encode({"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding]))
    return lsp.Position(len(lines) - 1, units // {"utf-8": 1, "utf-16": 2, "utf-32": 4}[encoding])


def _splits_a_line_break(source: str, offset: int) -> bool:
    return source[offset - 1 : offset + 1] == "\r\n" and offset > 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(SOURCES, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), SOURCES), max_size=5), st.sampled_from(ENCODINGS))
def test_changes_lead_to_the_editors_text(
    source: str, edits: list[tuple[float, float, str]], encoding: Encoding
) -> None:
    document = Open("file:///a.py", 1, Text(source))
    for version, (one, other, text) in enumerate(edits, 2):
        start, end = sorted(round(at * len(source)) for at in (one, other))
        if _splits_a_line_break(source, start) or _splits_a_line_break(source, end):
            continue
        span = lsp.Range(_position(source, start, encoding), _position(source, end, encoding))
        document = document.changed([lsp.TextDocumentContentChangePartial(span, text)], version, encoding)
        source = source[:start] + text + source[end:]
        assert document.text.source == source


def test_a_cell_that_becomes_text_is_no_code_any_more() -> None:
    documents = Documents()
    cells = [lsp.NotebookCell(lsp.NotebookCellKind.Code, f"cell:{number}") for number in range(2)]
    items = [lsp.TextDocumentItem(cell.document, "python", 1, "x = 1") for cell in cells]
    documents.open_notebook(lsp.NotebookDocument("file:///b.ipynb", "jupyter-notebook", 1, cells), items)
    turned = lsp.NotebookCell(lsp.NotebookCellKind.Markup, "cell:0")
    change = lsp.NotebookDocumentChangeEvent(cells=lsp.NotebookDocumentCellChanges(data=[turned]))
    unit = documents.change_notebook(lsp.VersionedNotebookDocumentIdentifier(2, "file:///b.ipynb"), change)
    assert [part.uri for part in unit.parts] == ["cell:1"]
    assert unit.cells is not None
    assert unit.cells.numbers == (2,)


def test_what_is_asked_for() -> None:
    asked = [
        (None, "quickfix", True),
        ([], "quickfix", True),
        (["source"], "source.fixAll.gradsight", True),
        ([lsp.CodeActionKind.SourceFixAll], "source.fixAll.gradsight", True),
        (["source.fix"], "source.fixAll.gradsight", False),
        (["refactor", "quickfix"], "quickfix", True),
        (["source.fixAll.gradsight"], "quickfix", False),
    ]
    assert [wants(only, kind) for only, kind, _ in asked] == [expected for *_, expected in asked]
    assert [encoding_of(kind) for kind in (None, "utf-8", lsp.PositionEncodingKind.Utf32)] == [
        "utf-16",
        "utf-8",
        "utf-32",
    ]
