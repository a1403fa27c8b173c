"""The documents and notebooks that are open in the editor, with their places in both directions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lsprotocol import types as lsp

from gradsight.findings import Edit
from gradsight.lsp.convert import offset_of, path_of, range_of
from gradsight.service.notebook import Cells, joined, parted
from gradsight.service.patch import differences
from gradsight.syntax import Encoding, Text

Change = lsp.TextDocumentContentChangeEvent
NotebookChange = lsp.NotebookDocumentChangeEvent


@dataclass(frozen=True, slots=True)
class Open:
    """One version of a text document or of a notebook's cell."""

    uri: str
    version: int
    text: Text

    def changed(self, changes: Iterable[lsp.TextDocumentContentChangeEvent], version: int, encoding: Encoding) -> Open:
        """The document after the editor's changes, each of which refers to the text after the ones before."""
        text = self.text
        for change in changes:
            text = Text(_applied(text, change, encoding))
        return Open(self.uri, version, text)


@dataclass(frozen=True, slots=True)
class Unit:
    """What is analysed as one source: a document, or the code cells of a notebook."""

    path: str
    uri: str
    version: int
    parts: tuple[Open, ...]
    cells: Cells | None = None

    @property
    def source(self) -> str:
        return self.cells.source if self.cells else self.parts[0].text.source

    def offset(self, uri: str, position: lsp.Position, encoding: Encoding) -> int:
        """The offset in the source of a position in the document or in one of the cells."""
        number = next(number for number, part in enumerate(self.parts) if part.uri == uri)
        offset = offset_of(self.parts[number].text, position, encoding)
        return self.cells.outside(number, offset) if self.cells else offset

    def location(self, start: int, end: int, encoding: Encoding) -> lsp.Location:
        """The document or cell, and the range in it, of a range of the source. A range ends with its cell."""
        if self.cells is None:
            return lsp.Location(self.uri, range_of(self.parts[0].text, start, end, encoding))
        number, inner = self.cells.inside(start)
        last = self.cells.inside(end)
        part = self.parts[number]
        stop = last[1] if last[0] == number else len(part.text.source)
        return lsp.Location(part.uri, range_of(part.text, inner, stop, encoding))

    def edits_to(self, source: str) -> list[Edit]:
        """The edits that turn the documents of the unit into what `source` says, line by line."""
        if self.cells is None:
            return differences(self.source, source, self.path)
        texts = [part.text.source for part in self.parts]
        edits = []
        for before, after, start in zip(texts, parted(texts, source), self.cells.starts, strict=False):
            edits += differences(before, after, self.path, start)
        return edits


class Documents:
    """All that is open. A cell leads to the unit of its notebook."""

    def __init__(self) -> None:
        self.encoding: Encoding = "utf-16"
        self._texts: dict[str, Open] = {}
        self._notebooks: dict[str, lsp.NotebookDocument] = {}
        self._notebook_of: dict[str, str] = {}
        self._units: dict[str, Unit] = {}

    def open(self, item: lsp.TextDocumentItem) -> Unit:
        self._texts[item.uri] = Open(item.uri, item.version, Text(item.text))
        return self._renew(item.uri)

    def change(self, identifier: lsp.VersionedTextDocumentIdentifier, changes: Iterable[Change]) -> Unit:
        """Raises KeyError if the document is not open."""
        known = self._texts[identifier.uri]
        self._texts[identifier.uri] = known.changed(changes, identifier.version, self.encoding)
        return self._renew(identifier.uri)

    def close(self, uri: str) -> Unit | None:
        self._texts.pop(uri, None)
        return self._units.pop(path_of(uri), None)

    def open_notebook(self, notebook: lsp.NotebookDocument, cells: Iterable[lsp.TextDocumentItem]) -> Unit:
        self._notebooks[notebook.uri] = notebook
        self._take_in(notebook.uri, cells)
        return self._renew_notebook(notebook.uri)

    def change_notebook(self, identifier: lsp.VersionedNotebookDocumentIdentifier, change: NotebookChange) -> Unit:
        """Raises KeyError if the notebook is not open."""
        notebook = self._notebooks[identifier.uri]
        notebook.version = identifier.version
        if change.cells:
            if change.cells.structure:
                self._restructure(notebook, change.cells.structure)
            for changed in change.cells.data or ():
                notebook.cells = [changed if cell.document == changed.document else cell for cell in notebook.cells]
            for text in change.cells.text_content or ():
                known = self._texts[text.document.uri]
                self._texts[known.uri] = known.changed(text.changes, text.document.version, self.encoding)
        return self._renew_notebook(identifier.uri)

    def close_notebook(self, uri: str) -> Unit | None:
        notebook = self._notebooks.pop(uri, None)
        for cell in notebook.cells if notebook else ():
            self._texts.pop(cell.document, None)
            self._notebook_of.pop(cell.document, None)
        return self._units.pop(path_of(uri), None)

    def unit(self, uri: str) -> Unit | None:
        """The unit of a document, a cell or a notebook; None if it is not open."""
        return self._units.get(path_of(self._notebook_of.get(uri, uri)))

    def of_path(self, path: str) -> Unit | None:
        return self._units.get(path)

    def units(self) -> tuple[Unit, ...]:
        return tuple(self._units.values())

    def version(self, uri: str) -> int | None:
        known = self._texts.get(uri)
        return known.version if known else None

    def _take_in(self, notebook: str, cells: Iterable[lsp.TextDocumentItem]) -> None:
        for item in cells:
            self._texts[item.uri] = Open(item.uri, item.version, Text(item.text))
            self._notebook_of[item.uri] = notebook

    def _restructure(self, notebook: lsp.NotebookDocument, change: lsp.NotebookDocumentCellChangeStructure) -> None:
        array = change.array
        cells = list(notebook.cells)
        cells[array.start : array.start + array.delete_count] = array.cells or []
        notebook.cells = cells
        for closed in change.did_close or ():
            self._texts.pop(closed.uri, None)
            self._notebook_of.pop(closed.uri, None)
        self._take_in(notebook.uri, change.did_open or ())

    def _renew(self, uri: str) -> Unit:
        document = self._texts[uri]
        unit = Unit(path_of(uri), uri, document.version, (document,))
        self._units[unit.path] = unit
        return unit

    def _renew_notebook(self, uri: str) -> Unit:
        notebook = self._notebooks[uri]
        code = [cell.document for cell in notebook.cells if cell.kind == lsp.NotebookCellKind.Code]
        parts = tuple(self._texts[cell] for cell in code if cell in self._texts)
        numbers = {cell.document: number for number, cell in enumerate(notebook.cells, 1)}
        uris = [part.uri for part in parts]
        cells = joined([part.text.source for part in parts], [numbers[uri] for uri in uris], uris)
        unit = Unit(path_of(uri), uri, notebook.version, parts, cells)
        self._units[unit.path] = unit
        return unit


def _applied(text: Text, change: Change, encoding: Encoding) -> str:
    if isinstance(change, lsp.TextDocumentContentChangeWholeDocument):
        return change.text
    start = offset_of(text, change.range.start, encoding)
    end = offset_of(text, change.range.end, encoding)
    return text.source[:start] + change.text + text.source[max(start, end) :]
