"""The state of the server: what is open, what is known of it, and how the client wants to be told."""

from __future__ import annotations

import asyncio
import gc
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls.capabilities import get_capability
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter
from pygls.uris import from_fs_path

from gradsight import __version__
from gradsight.config import Config, ConfigError
from gradsight.config_files import DEFAULT, Configs
from gradsight.findings import Finding, Place
from gradsight.lsp.convert import diagnostic_of, path_of, range_of
from gradsight.lsp.documents import Documents, Unit
from gradsight.lsp.protocol import Protocol
from gradsight.lsp.settings import SettingsByFolder
from gradsight.lsp.wondering import Wondering
from gradsight.lsp.worker import Worker
from gradsight.service import Workspace
from gradsight.service.document import Analyse, analyse_by_engine
from gradsight.service.project import Surroundings

logger = logging.getLogger(__name__)

_NOTEBOOKS = lsp.NotebookDocumentSyncOptions(
    notebook_selector=[lsp.NotebookDocumentFilterWithNotebook("*", [lsp.NotebookCellLanguage("python")])]
)
_COLLECT_AFTER = 50_000
_QUICK = 0.3
_LONGEST_PAUSE = 0.3
"""Seconds. An analysis that is done in _QUICK starts at once; before a longer one the server waits for the typist."""


class Server(LanguageServer):
    """Everything but the handlers, which are in `features`."""

    protocol: Protocol

    def __init__(self, analyse: Analyse = analyse_by_engine) -> None:
        super().__init__(
            "gradsight",
            __version__,
            text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental,
            notebook_document_sync=_NOTEBOOKS,
            protocol_cls=Protocol,
            converter_factory=default_converter,
        )
        self.configs = Configs()
        self._analyse = analyse
        self.wondering = Wondering(self)
        self.analyses = Workspace(self.config, analyse, self.folders, meanings=self.wondering.meanings.get)
        self.documents = Documents()
        self.editor = SettingsByFolder()
        self.given: object = None
        """The settings that came with the request to initialize."""
        self.worker = Worker()
        self.durations: dict[str, float] = {}
        """Seconds that the last analysis took, by path."""
        self.generation = 0
        """Counts the changes of configuration, after each of which everything may be found differently."""
        self.client_commands: frozenset[str] = frozenset()
        """The commands of its own that the client lets the server put into hovers and code lenses."""
        self.renewed: Counter[str] = Counter()
        """Counts, by path, the analyses that were made again because something imported had changed."""
        self.closed: dict[str, Surroundings] = {}
        """What the files that were analysed without being open import."""
        self._pointed: dict[str, frozenset[Finding]] = {}
        """What the analysis of each open source has found in other files."""
        self._publishing: dict[str, asyncio.Task[None]] = {}
        self._complaints: set[str] = set()

    def capability(self, name: str) -> Any:
        """What the client said it can do; None if it did not say."""
        return get_capability(self.client_capabilities, name, None)

    @property
    def pulled(self) -> bool:
        """Whether the client asks for diagnostics. Published as well, it would show them twice."""
        return self.capability("text_document.diagnostic") is not None

    @property
    def reads_markdown(self) -> bool:
        formats = self.capability("text_document.hover.content_format")
        return formats is None or lsp.MarkupKind.Markdown in formats

    def warm_up(self) -> None:
        """Loads the engine before the first question, and keeps the collector from looking at what stays anyway."""
        self._warm = asyncio.ensure_future(self.worker.run(self._load))

    def _load(self) -> None:
        apart = Workspace(analyse=self._analyse)
        apart.update("", "import torch\n")
        apart.findings("")
        gc.collect()
        gc.freeze()
        gc.set_threshold(_COLLECT_AFTER)

    def take(self, unit: Unit) -> None:
        """Makes the unit's source the one that is analysed, and tells the client what is found in it."""
        self.analyses.update(unit.path, unit.source, unit.version, unit.cells)
        self._announce(unit)
        self.changed(unit.path)

    def drop(self, unit: Unit | None) -> None:
        """Forgets a unit that was closed. From now on imports find what is on disk."""
        if unit:
            self.analyses.forget(unit.path)
            self.clear(part.uri for part in unit.parts)
            self.changed(unit.path)
            self._point(unit.path)

    def changed(self, path: str) -> None:
        """Has all that imports the file analysed again, since it has another text, has come or is gone."""
        self._renew(self.analyses.importing(path), [p for p, around in self.closed.items() if around.concerns(path)])

    def told(self) -> None:
        """Has all analysed again that was analysed without what names of libraries are known to mean now."""
        self._renew(self.analyses.told(), [p for p, around in self.closed.items() if around.wonders()])

    def _renew(self, opened: Iterable[str], closed: Iterable[str]) -> None:
        """Has sources analysed again: open ones at once, others when they are asked for."""
        units = [unit for path in opened if (unit := self.documents.of_path(path))]
        for unit in units:
            self.renewed[unit.path] += 1
            self.analyses.renew(unit.path)
            self._announce(unit)
        gone = list(closed)
        for path in gone:
            self.renewed[path] += 1
            del self.closed[path]
        self._refresh(bool(units or gone))

    def _announce(self, unit: Unit) -> None:
        """Tells the client what is found in the unit, once it is analysed."""
        if not self.pulled:
            if earlier := self._publishing.get(unit.path):
                earlier.cancel()
            self._publishing[unit.path] = asyncio.ensure_future(self._publish(unit))

    def folders(self) -> tuple[Path, ...]:
        """The folders that the editor has open."""
        paths = (path_of(uri) for uri in self.workspace.folders)
        return tuple(Path(path) for path in paths if Path(path).is_absolute())

    def clear(self, uris: Iterable[str]) -> None:
        """Takes back what was published for documents or cells that are gone."""
        if not self.pulled:
            for uri in uris:
                self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    async def settled(self, unit: Unit) -> bool:
        """Waits for the analysis. False if the unit was changed or closed meanwhile: what was asked is out of date."""
        while self.documents.of_path(unit.path) is unit and not self.analyses.is_analysed(unit.path):
            self.durations[unit.path] = await self.worker.run(_timed(self.analyses.job(unit.path)))
            self._point(unit.path)
            self.wondering.begin()
        return self.documents.of_path(unit.path) is unit

    def locate(self, place: Place, analyses: Workspace | None = None) -> lsp.Location:
        """Where a place is for the editor. Of a file that was not read only the beginning is known."""
        unit = self.documents.of_path(place.path)
        if unit:
            return unit.location(place.start, place.end, self.documents.encoding)
        uri = (from_fs_path(place.path) if Path(place.path).is_absolute() else None) or place.path
        try:
            text = (analyses or self.analyses).text(place.path)
        except KeyError:
            return lsp.Location(uri, lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0)))
        return lsp.Location(uri, range_of(text, place.start, place.end, self.documents.encoding))

    def diagnostics(self, unit: Unit) -> dict[str, list[lsp.Diagnostic]]:
        """The findings of an analysed unit, by document or cell."""
        by_uri: dict[str, list[lsp.Diagnostic]] = {part.uri: [] for part in unit.parts}
        for finding in self.analyses.findings(unit.path):
            by_uri[self.locate(finding.place).uri].append(diagnostic_of(finding, self.locate))
        return by_uri

    def again(self) -> None:
        """Analyses everything anew, since a configuration changed."""
        self.generation += 1
        self.configs.forget()
        self._complaints.clear()
        for unit in self.documents.units():
            self.take(unit)
        if self.capability("workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)
        if self.capability("workspace.inlay_hint.refresh_support"):
            self.workspace_inlay_hint_refresh(None)
        if self.capability("workspace.code_lens.refresh_support"):
            self.workspace_code_lens_refresh(None)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Goes to the log: a box in the editor helps nobody."""
        logger.error("%s: %s", getattr(source, "__name__", source), error)

    def analysed_apart(self, unit: Unit) -> tuple[Workspace, tuple[Finding, ...]]:
        """The findings of a unit that is not open, and the workspace that knows their places. Takes its time: for the
        worker. What the unit imports is as in the editor where it is open there."""
        apart = Workspace(self.config, self._analyse, self.folders, self.analyses.opened, self.wondering.meanings.get)
        apart.update(unit.path, unit.source)
        findings = apart.findings(unit.path)
        self.closed[unit.path] = apart.imported(unit.path)
        return apart, findings

    @property
    def was_shut_down(self) -> bool:
        """Whether the client asked for it before it left."""
        return self.protocol.was_shut_down

    async def _publish(self, unit: Unit) -> None:
        """Tells the client what is found, unless there is a newer version by then."""
        pause = self.durations.get(unit.path, 0.0)
        if pause > _QUICK:
            await asyncio.sleep(min(pause, _LONGEST_PAUSE))
        try:
            if await self.settled(unit):
                self._tell(unit)
        except Exception:
            logger.exception("%s could not be analysed", unit.uri)
            self.clear(part.uri for part in unit.parts)

    def _tell(self, unit: Unit) -> None:
        for uri, found in self.diagnostics(unit).items():
            version = self.documents.version(uri)
            self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, found, version))

    def _point(self, path: str) -> None:
        """Shows what the analysis of one source has found in other open ones, and no longer what it had found there."""
        before, now = self._pointed.get(path, frozenset()), self.analyses.elsewhere(path)
        self._pointed[path] = now
        concerned = {finding.place.path for finding in before | now}
        units = [unit for other in concerned if (unit := self.documents.of_path(other))]
        for unit in units:
            self.renewed[unit.path] += 1
            if not self.pulled and self.analyses.is_analysed(unit.path):
                self._tell(unit)
        self._refresh(bool(units))

    def _refresh(self, needed: bool) -> None:
        if needed and self.pulled and self.capability("workspace.diagnostics.refresh_support"):
            self.workspace_diagnostic_refresh(None)

    def config(self, path: Path) -> Config:
        """The project's settings; a file that cannot be used is told once and the defaults apply."""
        try:
            return self.configs.of(path) if path.is_absolute() else DEFAULT
        except ConfigError as error:
            if str(error) not in self._complaints:
                self._complaints.add(str(error))
                self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Warning, f"gradsight: {error}"))
            return DEFAULT


def _timed(job: Callable[[], None]) -> Callable[[], float]:
    """The job, returning the seconds that it took."""

    def run() -> float:
        began = time.monotonic()
        job()
        return time.monotonic() - began

    return run
