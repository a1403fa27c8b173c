"""Handlers for what is drawn: code lenses above backwards, and the graph that an editor's panel shows."""

from __future__ import annotations

from typing import Any

from lsprotocol import types as lsp

from gradsight.findings import Place
from gradsight.graph import Backwards, Graph, Parameter
from gradsight.lsp.server import Server
from gradsight.rules import RULES, page

SHOW_BACKWARD = "gradsight.showBackward"


async def code_lenses(server: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """Above each backward how many parameters its gradient reaches. An editor without our command shows the words."""
    uri = params.text_document.uri
    unit = server.documents.unit(uri)
    if unit is None or not server.editor.of(unit.uri).code_lens or not await server.settled(unit):
        return None
    found = [(backward, server.locate(backward.place)) for backward in server.analyses.backwards(unit.path)]
    return [lsp.CodeLens(at.range, _command(server, backward, unit.path)) for backward, at in found if at.uri == uri]


async def graph(server: Server, arguments: Any) -> dict[str, object] | None:
    """The graph of the value at a position: arguments are the URI and the position. None if there is no tensor."""
    uri, position = arguments[0], lsp.Position(int(arguments[1]["line"]), int(arguments[1]["character"]))
    unit = server.documents.unit(uri)
    if unit is None:
        return None
    offset = unit.offset(uri, position, server.documents.encoding)
    if not await server.settled(unit):
        return None
    found = await server.worker.run(lambda: server.analyses.graph(unit.path, offset))
    return _graph(server, found, unit.path) if found else None


def rules(_server: Server, _arguments: object) -> list[dict[str, str]]:
    """Name, code and summary of every rule, by code."""
    ordered = sorted(RULES.values(), key=lambda rule: rule.code)
    return [{"name": rule.name, "code": rule.code, "summary": rule.summary} for rule in ordered]


def rule_page(_server: Server, arguments: Any) -> str:
    """The page of one rule as Markdown, by its name."""
    name = str(arguments[0])
    return page(name) if name in RULES else f"There is no rule `{name}`."


def _command(server: Server, backward: Backwards, path: str) -> lsp.Command:
    if SHOW_BACKWARD not in server.client_commands:
        return lsp.Command(backward.title, "")
    parameters = [
        {
            "name": parameter.name,
            "reached": parameter.reached,
            "reason": _reason(server, parameter, path),
            **_location(server, parameter.place),
        }
        for parameter in backward.parameters
    ]
    return lsp.Command(backward.title, SHOW_BACKWARD, arguments=[backward.title, parameters])


def _reason(server: Server, parameter: Parameter, path: str) -> str:
    if parameter.lost and parameter.place:
        return f"{parameter.reason} ({server.analyses.line_of(parameter.place, path)})"
    return parameter.reason


def _graph(server: Server, found: Graph, path: str) -> dict[str, object]:
    nodes = [
        {
            "id": str(number),
            "label": node.label,
            "text": node.text,
            "state": node.state,
            "place": server.analyses.line_of(node.place, path),
            "root": node.root,
            **_location(server, node.place),
        }
        for number, node in enumerate(found.nodes)
    ]
    edges = [{"source": str(edge.source), "target": str(edge.target), "cut": edge.cut} for edge in found.edges]
    return {"title": found.title, "nodes": nodes, "edges": edges, "more": found.more}


def _location(server: Server, place: Place | None) -> dict[str, object]:
    if place is None or not place.path:
        return {}
    at = server.locate(place)
    start, end = at.range.start, at.range.end
    span = {
        "start": {"line": start.line, "character": start.character},
        "end": {"line": end.line, "character": end.character},
    }
    return {"location": {"uri": at.uri, "range": span}}
