"""Handlers for diagnostics that the client asks for: of one document, and of all files of the workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from lsprotocol import types as lsp
from pygls.uris import from_fs_path

from gradsight.lsp.convert import diagnostic_of, path_of
from gradsight.lsp.documents import Open, Unit
from gradsight.lsp.progress import Progress
from gradsight.lsp.server import Server
from gradsight.service.discovery import find
from gradsight.service.sources import Unreadable, read
from gradsight.syntax import Text

FileReport = lsp.WorkspaceFullDocumentDiagnosticReport | lsp.WorkspaceUnchangedDocumentDiagnosticReport
DocumentReport = lsp.RelatedFullDocumentDiagnosticReport | lsp.RelatedUnchangedDocumentDiagnosticReport

_BATCH = 20
"""So many files are told at a time to a client that takes partial results."""


async def document(server: Server, params: lsp.DocumentDiagnosticParams) -> DocumentReport:
    """The findings of the newest version of a document or cell, or that nothing changed since the last answer."""
    uri = params.text_document.uri
    while (unit := server.documents.unit(uri)) and not await server.settled(unit):
        pass
    if unit is None:
        items = await server.worker.run(lambda: _of_file(server, Path(path_of(uri))))
        server.wondering.begin()
        return lsp.RelatedFullDocumentDiagnosticReport(items)
    result = _result_of_unit(server, unit)
    if result == params.previous_result_id:
        return lsp.RelatedUnchangedDocumentDiagnosticReport(result)
    return lsp.RelatedFullDocumentDiagnosticReport(server.diagnostics(unit).get(uri, []), result_id=result)


async def workspace(server: Server, params: lsp.WorkspaceDiagnosticParams) -> lsp.WorkspaceDiagnosticReport:
    """The findings of every Python file of the folders whose setting wants them, open or not."""
    known = {previous.uri: previous.value for previous in params.previous_result_ids}
    reports: list[FileReport] = []
    async for report in _reports(server, known, Progress(server, params.work_done_token)):
        reports.append(report)
        if params.partial_result_token is not None and len(reports) >= _BATCH:
            part = lsp.WorkspaceDiagnosticReportPartialResult(reports)
            server.protocol.notify(lsp.PROGRESS, lsp.ProgressParams(params.partial_result_token, part))
            reports = []
    return lsp.WorkspaceDiagnosticReport(reports)


async def _reports(server: Server, known: dict[str, str], progress: Progress) -> AsyncIterator[FileReport]:
    paths = await server.worker.run(lambda: _files(server))
    with progress:
        for number, path in enumerate(paths):
            if progress.cancelled:
                return
            progress.tell(f"{number}/{len(paths)}", number * 100 // len(paths))
            uri = _uri(server, path)
            if unit := server.documents.unit(uri):
                if await server.settled(unit):
                    yield _report(
                        uri, _result_of_unit(server, unit), known, server.diagnostics(unit)[uri], unit.version
                    )
            elif (result := _result_of_file(server, path)) == known.get(uri):
                yield lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, result)
            else:
                items = await server.worker.run(lambda path=path: _of_file(server, path))  # type: ignore[misc]
                server.wondering.begin()
                yield _report(uri, result, {}, items, None)


def _report(
    uri: str, result: str, known: dict[str, str], items: list[lsp.Diagnostic], version: int | None
) -> FileReport:
    if known.get(uri) == result:
        return lsp.WorkspaceUnchangedDocumentDiagnosticReport(uri, result, version)
    return lsp.WorkspaceFullDocumentDiagnosticReport(uri, items, version, result_id=result)


def _files(server: Server) -> list[Path]:
    """The Python files of the folders. Cells of a notebook that is not open have no address."""
    folders = [
        Path(path_of(uri))
        for uri in server.workspace.folders
        if server.editor.of(uri).diagnostic_mode == "workspace" and Path(path_of(uri)).is_dir()
    ]
    return [path for path in find(folders, server.config) if path.suffix != ".ipynb"]


def _uri(server: Server, path: Path) -> str:
    """As the client wrote it if the file is open."""
    unit = server.documents.of_path(str(path))
    return unit.uri if unit else from_fs_path(str(path)) or path.as_uri()


def _of_file(server: Server, path: Path) -> list[lsp.Diagnostic]:
    """The findings of a file that is not open; none if it cannot be read, or if it never mentions torch."""
    try:
        source = read(path).text
    except Unreadable:
        return []
    if "torch" not in source:
        return []
    uri = path.as_uri()
    unit = Unit(str(path), uri, 0, (Open(uri, 0, Text(source)),))

    analyses, findings = server.analysed_apart(unit)
    return [diagnostic_of(finding, lambda place: server.locate(place, analyses)) for finding in findings]


def _result_of_unit(server: Server, unit: Unit) -> str:
    versions = ".".join(str(part.version) for part in unit.parts)
    return f"{server.generation}:{server.renewed[unit.path]}:{unit.version}:{versions}"


def _result_of_file(server: Server, path: Path) -> str:
    try:
        state = path.stat()
    except OSError:
        return "gone"
    return f"{server.generation}:{server.renewed[str(path)]}:{state.st_mtime_ns}:{state.st_size}"
