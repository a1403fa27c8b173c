"""A session with the real server process, in words that the tests are written in."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from copy import copy
from typing import Any

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient, make_test_lsp_client

NON_LEAF = """\
import torch

w = torch.ones(3, requires_grad=True)
output = w * 2
output.sum().backward()
print(output.grad)
"""
CONSTANT = """\
import torch

x = torch.ones(3)
x.sum().backward()
"""
URI = "file:///project/train.py"
LIMIT = 60
"""Seconds that an answer may take on a busy machine."""

PULL = lsp.TextDocumentClientCapabilities(diagnostic=lsp.DiagnosticClientCapabilities())


class Session:
    """One client with one server. Positions are line and column in code units of the negotiated encoding."""

    def __init__(self, client: LanguageClient, result: lsp.InitializeResult) -> None:
        self.client = client
        self.capabilities = result.capabilities
        self.uri = URI
        """The document that is meant where a test names none."""
        self.published: dict[tuple[str, int | None], Sequence[lsp.Diagnostic]] = {}
        self.traces: list[str] = []
        self.messages: list[str] = []

    def at(self, uri: str) -> Session:
        """The same session, about another document."""
        other = copy(self)
        other.uri = uri
        return other

    def open(self, text: str, uri: str | None = None, version: int = 1) -> None:
        item = lsp.TextDocumentItem(uri or self.uri, "python", version, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))

    def change(
        self, version: int, *changes: tuple[tuple[int, int, int, int], str] | str, uri: str | None = None
    ) -> None:
        """Each change is a range with its new text, or the whole new text."""
        identifier = lsp.VersionedTextDocumentIdentifier(version, uri or self.uri)
        events = [_event(change) for change in changes]
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(identifier, events))

    def close(self, uri: str | None = None) -> None:
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(lsp.TextDocumentIdentifier(uri or self.uri)))

    async def diagnostics(self, version: int | None = 1, uri: str | None = None) -> Sequence[lsp.Diagnostic]:
        """What was published for a version."""
        async with asyncio.timeout(LIMIT) if sys.version_info >= (3, 11) else _no_limit():
            while (key := (uri or self.uri, version)) not in self.published:
                await asyncio.sleep(0.01)
        return self.published[key]

    async def codes(self, version: int = 1, uri: str | None = None) -> list[str]:
        return [str(diagnostic.code) for diagnostic in await self.diagnostics(version, uri)]

    async def hover(self, line: int, column: int, uri: str | None = None) -> lsp.Hover | None:
        where = lsp.HoverParams(lsp.TextDocumentIdentifier(uri or self.uri), lsp.Position(line, column))
        return await asyncio.wait_for(self.client.text_document_hover_async(where), LIMIT)

    async def actions(
        self, line: int, column: int, uri: str | None = None, only: Sequence[str] | None = None
    ) -> Sequence[lsp.CodeAction]:
        at = lsp.Range(lsp.Position(line, column), lsp.Position(line, column))
        context = lsp.CodeActionContext([], only=only)
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(uri or self.uri), at, context)
        return await asyncio.wait_for(self.client.text_document_code_action_async(params), LIMIT) or []  # type: ignore[return-value]

    async def hints(self, uri: str | None = None) -> list[tuple[int, int, str]]:
        everything = lsp.Range(lsp.Position(0, 0), lsp.Position(9999, 0))
        params = lsp.InlayHintParams(lsp.TextDocumentIdentifier(uri or self.uri), everything)
        hints = await asyncio.wait_for(self.client.text_document_inlay_hint_async(params), LIMIT) or ()
        return [(hint.position.line, hint.position.character, str(hint.label)) for hint in hints]

    async def pull(self, uri: str | None = None, previous: str | None = None) -> Any:
        params = lsp.DocumentDiagnosticParams(lsp.TextDocumentIdentifier(uri or self.uri), previous_result_id=previous)
        return await asyncio.wait_for(self.client.text_document_diagnostic_async(params), LIMIT)

    async def pull_workspace(self, **params: Any) -> Any:
        asked = lsp.WorkspaceDiagnosticParams(**{"previous_result_ids": [], **params})
        return await asyncio.wait_for(self.client.workspace_diagnostic_async(asked), LIMIT)


@asynccontextmanager
async def session(
    capabilities: lsp.ClientCapabilities | None = None,
    folders: Sequence[str] = (),
    configuration: dict[str, Any] | None = None,
    command: Sequence[str] = ("-m", "gradsight", "server"),
    options: Any = None,
) -> AsyncIterator[Session]:
    """Starts the server, initializes, and at the end shuts down and waits for the process to go."""
    client = make_test_lsp_client()
    for scope, values in (configuration or {}).items():
        client.set_configuration({"gradsight": values}, scope_uri=scope)
    held: list[Session] = []
    _listen(client, held)
    await client.start_io(sys.executable, *command)
    named = [lsp.WorkspaceFolder(uri, uri.rsplit("/", 1)[-1]) for uri in folders]
    params = lsp.InitializeParams(
        capabilities=capabilities or lsp.ClientCapabilities(), workspace_folders=named, initialization_options=options
    )
    started = Session(client, await asyncio.wait_for(client.initialize_session(params), LIMIT))
    held.append(started)
    try:
        yield started
    finally:
        await asyncio.wait_for(client.shutdown_session(), LIMIT)
        assert client._server is not None
        assert client._server.returncode == 0
        await client.stop()


def applied(text: str, edits: Sequence[lsp.TextEdit]) -> str:
    """An ASCII text after the edits of a client."""
    lines = re.split(r"(?<=\n)", text)
    starts = [sum(map(len, lines[:number])) for number in range(len(lines) + 1)]
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        start = starts[edit.range.start.line] + edit.range.start.character
        end = starts[edit.range.end.line] + edit.range.end.character
        text = text[:start] + edit.new_text + text[end:]
    return text


def edits_of(action: lsp.CodeAction) -> Sequence[lsp.TextEdit]:
    """The edits of an action that changes one document."""
    assert action.edit is not None
    assert action.edit.changes is not None
    (edits,) = action.edit.changes.values()
    return edits


def _event(change: tuple[tuple[int, int, int, int], str] | str) -> lsp.TextDocumentContentChangeEvent:
    if isinstance(change, str):
        return lsp.TextDocumentContentChangeWholeDocument(change)
    (line, column, end_line, end_column), text = change
    at = lsp.Range(lsp.Position(line, column), lsp.Position(end_line, end_column))
    return lsp.TextDocumentContentChangePartial(at, text)


def _listen(client: LanguageClient, held: list[Session]) -> None:
    """Keeps what the server says by itself. Nothing arrives before a session is held: documents are opened later."""
    client.protocol.fm.features.pop(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, None)

    @client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    def published(params: lsp.PublishDiagnosticsParams) -> None:
        held[0].published[params.uri, params.version] = params.diagnostics

    @client.feature(lsp.LOG_TRACE)
    def traced(params: lsp.LogTraceParams) -> None:
        held[0].traces.append(params.message)

    client.protocol.fm.features.pop(lsp.WINDOW_SHOW_MESSAGE, None)

    @client.feature(lsp.WINDOW_SHOW_MESSAGE)
    def told(params: lsp.ShowMessageParams) -> None:
        held[0].messages.append(params.message)


@asynccontextmanager
async def _no_limit() -> AsyncIterator[None]:
    yield
