"""Handlers for what a person reads in the text: hovers and inlay hints."""

from __future__ import annotations

import json
from urllib.parse import quote

from lsprotocol import types as lsp

from gradsight.findings import Place
from gradsight.lsp.convert import hint_of, hover_of
from gradsight.lsp.server import Server

SHOW_GRAPH = "gradsight.showGraph"


async def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """Null if nothing is said there, or if the text was changed while the answer was made."""
    uri = params.text_document.uri
    unit = server.documents.unit(uri)
    if unit is None:
        return None
    offset = unit.offset(uri, params.position, server.documents.encoding)
    if not await server.settled(unit):
        return None
    found = server.analyses.hover(unit.path, offset)
    if found is None:
        return None
    span = server.locate(Place(unit.path, found.start, found.end)).range
    drawn = found.tensor and SHOW_GRAPH in server.client_commands
    return hover_of(found, span, server.reads_markdown, _graph_link(uri, span.start) if drawn else "")


async def inlay_hints(server: Server, params: lsp.InlayHintParams) -> list[lsp.InlayHint] | None:
    """The hints in the range, as the editor's setting wants them."""
    uri = params.text_document.uri
    unit, encoding = server.documents.unit(uri), server.documents.encoding
    if unit is None:
        return None
    start, end = (unit.offset(uri, position, encoding) for position in (params.range.start, params.range.end))
    if not await server.settled(unit):
        return None
    hints = server.analyses.hints(unit.path, start, end, server.editor.of(unit.uri).inlay_hints)
    return [hint_of(hint, unit.location(hint.offset, hint.offset, encoding).range.start) for hint in hints]


def _graph_link(uri: str, position: lsp.Position) -> str:
    """A link that makes the editor run its own command."""
    at = {"uri": uri, "position": {"line": position.line, "character": position.character}}
    return f"[Show gradient graph](command:{SHOW_GRAPH}?{quote(json.dumps([at]))})"
