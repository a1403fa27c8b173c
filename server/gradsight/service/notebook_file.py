"""Jupyter's files: the code cells of one, and the same file with other code in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from gradsight.service.notebook import Cells, joined, parted
from gradsight.service.sources import Unreadable

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class NotebookFile:
    """A notebook as it lies on disk. `texts` are those of its Python cells."""

    content: str
    texts: tuple[str, ...]
    cells: Cells

    def with_source(self, source: str) -> str:
        """The file after its cells, joined, were edited to `source`. All else stays as it is."""
        raw = json.loads(self.content)
        after = parted(self.texts, source)
        for (_, cell), text, old in zip(_code_cells(raw), after, self.texts, strict=True):
            if text != old:
                cell["source"] = text.splitlines(keepends=True) if isinstance(cell["source"], list) else text
        ending = self.content[len(self.content.rstrip()) :]
        return json.dumps(raw, indent=_indent(self.content), ensure_ascii=False) + ending

    def changes(self, source: str) -> Iterator[tuple[int, str, str]]:
        """The cells that `source` changes: number, text before, text after."""
        for number, before, after in zip(self.cells.numbers, self.texts, parted(self.texts, source), strict=True):
            if before != after:
                yield number, before, after


def read_notebook(content: str) -> NotebookFile:
    """The notebook in the text of a file. One in another language than Python has no cells. Raises Unreadable."""
    try:
        raw = json.loads(content)
    except ValueError as error:
        raise Unreadable(f"is not JSON ({error}); save it again from Jupyter") from error
    if not (_is_object(raw) and isinstance(raw.get("cells"), list)):
        raise Unreadable("has no list of cells; notebooks older than format 4 must be converted with nbconvert")
    found = list(_code_cells(raw)) if _is_python(raw) else []
    texts = tuple(_text(cell) for _, cell in found)
    return NotebookFile(content, texts, joined(texts, tuple(number for number, _ in found)))


def _code_cells(raw: Json) -> Iterator[tuple[int, Json]]:
    cells = raw["cells"]
    for number, cell in enumerate(cells if isinstance(cells, list) else (), 1):
        if _is_object(cell) and cell.get("cell_type") == "code" and isinstance(cell.get("source"), str | list):
            yield number, cell


def _text(cell: Json) -> str:
    source = cell["source"]
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def _is_python(raw: Json) -> bool:
    metadata = raw.get("metadata")
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        about = metadata.get(key) if _is_object(metadata) else None
        if _is_object(about) and isinstance(language := about.get(name), str):
            return language.lower() == "python"
    return True


def _is_object(value: object) -> TypeGuard[Json]:
    return isinstance(value, dict)


def _indent(content: str) -> int | str | None:
    match = re.search(r'\{\r?\n([ \t]+)"', content)
    return match[1] if match else None
