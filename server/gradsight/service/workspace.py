"""The sources that are open or being checked, and every question about them. Reads no file and knows no protocol."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gradsight.config import Config
from gradsight.config_files import DEFAULT
from gradsight.explain import Spot, markdown, plain
from gradsight.facts import Facts
from gradsight.findings import Finding, Fix, Place
from gradsight.graph import Backwards, Graph
from gradsight.meaning import Meaning
from gradsight.service.document import Analyse, Document, Past, analyse_by_engine
from gradsight.service.fixing import Fixed, Proposal, Texts, automatic, fixed
from gradsight.service.hints import Hint, HintMode, hints
from gradsight.service.notebook import Cells
from gradsight.service.project import Surroundings
from gradsight.suppress import UNUSED_IGNORE, ignore_edit
from gradsight.syntax import Text


@dataclass(frozen=True, slots=True)
class Location:
    """A range in lines and columns from 0; columns count code points."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    """In a notebook: the number of the cell, in which the lines are counted then."""


@dataclass(frozen=True, slots=True)
class Hover:
    """What is known of the expression from `start` to `end`, for an editor and for a terminal."""

    start: int
    end: int
    markdown: str
    plain: str
    tensor: bool = False
    """Whether it certainly is a tensor, so that it has a graph."""


class Workspace:
    """Sources by path. A path is a file's, or a URI for what is no file; it need not exist."""

    def __init__(
        self,
        config: Callable[[Path], Config] = lambda _: DEFAULT,
        analyse: Analyse = analyse_by_engine,
        folders: Callable[[], Sequence[Path]] = tuple,
        opened: Callable[[str], str | None] | None = None,
        meanings: Callable[[str], Meaning | None] = lambda _: None,
    ) -> None:
        """`folders` are those that the editor has open. `opened` tells the texts of files that are open elsewhere, `meanings`
        what names of libraries mean."""
        self._config = config
        self._analyse = analyse
        self._folders = folders
        self._opened = opened or self.opened
        self._meanings = meanings
        self._documents: dict[str, Document] = {}
        self._cells: dict[str, Cells] = {}
        self._pasts: dict[str, Past] = {}
        self._last: Document | None = None

    def update(self, path: str, source: str, version: int | None = None, cells: Cells | None = None) -> None:
        """Makes `source` the text of `path`, which `cells` made if it is a notebook. Nothing is analysed yet."""
        self._documents[path] = self._document(path, source, version)
        if cells:
            self._cells[path] = cells

    def forget(self, path: str) -> None:
        self._documents.pop(path, None)
        self._cells.pop(path, None)
        self._pasts.pop(path, None)

    def paths(self) -> tuple[str, ...]:
        return tuple(self._documents)

    def job(self, path: str) -> Callable[[], None]:
        """The analysis of this version, to be run by any thread; it does nothing once there is a newer one."""
        document = self._documents[path]

        def run() -> None:
            if self._documents.get(path) is document:
                document.findings  # noqa: B018

        return run

    def is_analysed(self, path: str) -> bool:
        """Whether the questions about this version are answered at once."""
        return _is_analysed(self._documents[path])

    def opened(self, path: str) -> str | None:
        """The text of a source that is here; None for others."""
        document = self._documents.get(path)
        return document.source if document else None

    def renew(self, path: str) -> None:
        """Has the source analysed again, since what it imports is another text now."""
        document = self._documents[path]
        self._documents[path] = replace(document, surroundings=self._around(path))

    def wondering(self) -> frozenset[str]:
        """The names of libraries of which nobody could say what they mean, in all that is analysed."""
        return frozenset(name for document in self._documents.values() for name in list(document.surroundings.wondered))

    def told(self) -> tuple[str, ...]:
        """The sources that may be analysed differently by what was looked up since."""
        return tuple(path for path, document in self._documents.items() if document.surroundings.wonders())

    def importing(self, path: str) -> tuple[str, ...]:
        """The other sources that import that file, or may do so."""
        others = ((other, document) for other, document in self._documents.items() if other != path)
        return tuple(o for o, document in others if not _is_analysed(document) or document.surroundings.concerns(path))

    def imported(self, path: str) -> Surroundings:
        """What was asked of the project when the source was analysed."""
        return self._documents[path].surroundings

    def text(self, path: str) -> Text:
        """The text of a source, or of a file that a source was analysed with. Raises KeyError for any other."""
        if path in self._documents:
            return self._documents[path].text
        analysed = (document for document in list(self._documents.values()) if "analysis" in vars(document))
        found = next((text for document in analysed if (text := document.analysis.sources.get(path))), None)
        if found is None:
            raise KeyError(path)
        return found.text

    def version(self, path: str) -> int | None:
        return self._documents[path].version

    def facts(self, path: str) -> Facts:
        """What is known of every expression, by place."""
        return self._documents[path].analysis.facts

    def findings(self, path: str) -> tuple[Finding, ...]:
        """What is to be shown: neither hidden by a comment nor switched off.

        That is also what the analyses of other sources have found in this one, as far as they are done."""
        document = self._documents[path]
        own = {(finding.rule, finding.place) for finding in document.analysis.findings}
        others = [
            finding
            for other in list(self._documents.values())
            if other is not document and _is_analysed(other)
            for finding in other.analysis.elsewhere
            if finding.place.path == path and (finding.rule, finding.place) not in own
        ]
        return document.shown((*document.unhidden, *dict.fromkeys(others))) if others else document.findings

    def elsewhere(self, path: str) -> frozenset[Finding]:
        """What the analysis of a source has found in other files, once it is done."""
        document = self._documents.get(path)
        return frozenset(document.analysis.elsewhere) if document and _is_analysed(document) else frozenset()

    def hover(self, path: str, offset: int) -> Hover | None:
        """None where nothing is said: outside expressions, and on what is no tensor, module or optimizer."""
        fact = self._documents[path].fact_at(offset)
        if fact is None:
            return None
        text, terminal = markdown(fact, self.spot), plain(fact, self.spot)
        if not text or not terminal:
            return None
        return Hover(fact.start, fact.end, text, terminal, fact.kind == "tensor")

    def graph(self, path: str, offset: int) -> Graph | None:
        """How the value at the offset came about; of `loss.backward()` that of the loss. None if there is no tensor."""
        document = self._documents[path]
        facts = [fact for fact in document.facts_around(offset) if fact.kind == "tensor"]
        facts += document.roots_in_line(offset)
        graphs = (document.analysis.graph(fact.start, fact.end) for fact in facts)
        return next((graph for graph in graphs if graph), None)

    def backwards(self, path: str) -> tuple[Backwards, ...]:
        """What each `backward()` of the source reaches, by place."""
        return self._documents[path].analysis.backwards()

    def fixes(self, path: str, start: int, end: int) -> tuple[tuple[Finding, Fix], ...]:
        """The fixes of the findings that touch the range, the preferred one of each finding first."""
        return tuple(
            (finding, fix)
            for finding in self.findings_in(path, start, end)
            for fix in sorted(finding.fixes, key=lambda fix: not fix.preferred)
        )

    def findings_in(self, path: str, start: int, end: int) -> tuple[Finding, ...]:
        """The findings that touch the range."""
        return tuple(f for f in self.findings(path) if f.place.start <= end and start <= f.place.end)

    def ignoring(self, finding: Finding) -> Fix | None:
        """The fix that hides the finding by a comment on its line; None where no comment can stand or helps."""
        return _ignoring(finding, self._documents[finding.place.path])

    def fix_all(self, path: str, unsafe: bool = False) -> Fixed:
        """The source after every fix that can be applied; only the safe ones unless `unsafe`."""
        return self._fixed(path, lambda document: automatic(document, unsafe))

    def ignore_all(self, path: str) -> Fixed:
        """The source with a comment for every finding."""
        return self._fixed(path, _ignores)

    def hints(self, path: str, start: int, end: int, mode: HintMode) -> tuple[Hint, ...]:
        """Inlay hints behind the names that are assigned in the range."""
        return hints(self._documents[path], start, end, mode, self.spot)

    def locate(self, place: Place) -> Location:
        """The lines and columns of a place in a source that is here."""
        text = self.text(place.path)
        (line, column), (end_line, end_column) = text.position(place.start), text.position(place.end)
        if cells := self._cells.get(place.path):
            cell, _ = cells.inside(place.start)
            top, _ = text.position(cells.starts[cell])
            return Location(place.path, line - top, column, end_line - top, end_column, cells.numbers[cell])
        return Location(place.path, line, column, end_line, end_column)

    def spot(self, place: Place) -> Spot:
        """The place as people read it, and as an editor opens it; lines count from 1."""
        name = re.split(r"[/\\]", place.path)[-1]
        try:
            self.text(place.path)
        except KeyError:
            return Spot(name, uri_of(place.path))
        at, uri = self.locate(place), uri_of(place.path)
        if cells := self._cells.get(place.path):
            uri = cells.uris[cells.inside(place.start)[0]] if cells.uris else uri
            name = f"{name}:cell {at.cell}"
        return Spot(f"{name}:{at.line + 1}", f"{uri}#L{at.line + 1}")

    def line_of(self, place: Place, path: str) -> str:
        """The place as people read it in something about the file `path`: "line 4", or "model.py:4" for another file."""
        if place.path == path and path in self._documents and path not in self._cells:
            return f"line {self.locate(place).line + 1}"
        return self.spot(place).label

    def _fixed(self, path: str, propose: Callable[[Document], Sequence[Proposal]]) -> Fixed:
        def document(texts: Texts) -> Document:
            def opened(other: str) -> str | None:
                return texts[other] if other in texts else self._opened(other)

            if len(texts) == 1:
                return self._document(path, texts[path], None)
            return replace(self._documents[path], source=texts[path], surroundings=self._around(path, opened))

        return fixed(path, self._documents[path].source, document, propose)

    def _around(self, path: str, opened: Callable[[str], str | None] | None = None) -> Surroundings:
        return Surroundings(path, self._folders(), opened or self._opened, meanings=self._meanings)

    def _document(self, path: str, source: str, version: int | None) -> Document:
        """The document of a source. The last one that was made is given again: fixing asks for it several times."""
        config, last = self._config(Path(path)), self._last
        same = last and (last.path, last.source, last.version, last.config) == (path, source, version, config)
        around = last.surroundings if last and same else None
        if last and around and around.still(list(around.asked.values())) and not around.wonders():
            return last
        past = self._pasts.setdefault(path, Past())
        self._last = Document(path, source, version, config, self._analyse, past, self._around(path))
        return self._last


def _is_analysed(document: Document) -> bool:
    return "findings" in vars(document)


_ABOUT_TEXT = frozenset((UNUSED_IGNORE[0], "syntax-error"))
"""Rules that no comment is offered for: the one is about comments, the other about text that may hold none."""


def _ignores(document: Document) -> list[Proposal]:
    found = ((finding, _ignoring(finding, document)) for finding in document.findings)
    return [(finding, fix) for finding, fix in found if fix]


def _ignoring(finding: Finding, document: Document) -> Fix | None:
    if finding.rule in _ABOUT_TEXT:
        return None
    edit = ignore_edit(finding, document.module, document.last_line)
    return Fix(f"Ignore {finding.rule} here", (edit,), "safe") if edit else None


def uri_of(path: str) -> str:
    """The URI of a path, which may be one already."""
    return path if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) else Path(path).absolute().as_uri()
