"""Handlers for code actions: the fixes of a finding, an ignore comment, and every safe fix at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lsprotocol import types as lsp

from gradsight.findings import Edit, Finding
from gradsight.lsp.convert import FIX_ALL, action_of, diagnostic_of, edit_of, identity, wants
from gradsight.lsp.documents import Unit
from gradsight.lsp.server import Server
from gradsight.service.patch import differences


async def code_actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """For each finding in the range its fixes, the preferred first, and "ignore here"; and fix all."""
    uri, only = params.text_document.uri, params.context.only
    unit, encoding = server.documents.unit(uri), server.documents.encoding
    if unit is None:
        return None
    start, end = (unit.offset(uri, position, encoding) for position in (params.range.start, params.range.end))
    if not await server.settled(unit):
        return None
    actions: list[lsp.CodeAction] = []
    if wants(only, lsp.CodeActionKind.QuickFix.value):
        for finding in server.analyses.findings_in(unit.path, start, end):
            actions.extend(_for_finding(server, finding, params.context.diagnostics))
    if wants(only, FIX_ALL) and _has_safe_fix(server, unit):
        actions.append(await _fix_all(server, unit, at_once=bool(only)))
    return actions


async def resolve(server: Server, action: lsp.CodeAction) -> lsp.CodeAction:
    """The edit of "fix all", which is made when it is chosen; nothing if the text was changed since it was offered."""
    data: Any = action.data
    unit = server.documents.unit(data["uri"]) if action.kind == FIX_ALL and isinstance(data, dict) else None
    if unit and unit.version == data["version"] and await server.settled(unit):
        action.edit = await _all_edits(server, unit)
    return action


def _for_finding(server: Server, finding: Finding, given: Sequence[lsp.Diagnostic]) -> Iterator[lsp.CodeAction]:
    about = [d for d in given if d.data == identity(finding)] or [diagnostic_of(finding, server.locate)]
    fixes = sorted(finding.fixes, key=lambda fix: not fix.preferred)
    ignoring = server.analyses.ignoring(finding)
    for fix in (*fixes, *((ignoring,) if ignoring else ())):
        yield action_of(fix, about, _edit(server, fix.edits))


async def _fix_all(server: Server, unit: Unit, at_once: bool) -> lsp.CodeAction:
    """With its edit if it was asked for by name, or if the client cannot ask for the edit later."""
    data = {"uri": unit.uri, "version": unit.version}
    action = lsp.CodeAction("Apply all safe fixes of gradsight", FIX_ALL, data=data)
    later = "edit" in (server.capability("text_document.code_action.resolve_support.properties") or ())
    if at_once or not later:
        action.edit = await _all_edits(server, unit)
    return action


async def _all_edits(server: Server, unit: Unit) -> lsp.WorkspaceEdit | None:
    fixed = await server.worker.run(lambda: server.analyses.fix_all(unit.path))
    if not await server.settled(unit):
        return None
    edits = unit.edits_to(fixed.source)
    for path, text in fixed.others.items():
        edits += differences(server.analyses.text(path).source, text, path)
    return _edit(server, edits)


def _edit(server: Server, edits: Sequence[Edit]) -> lsp.WorkspaceEdit:
    versioned = bool(server.capability("workspace.workspace_edit.document_changes"))
    return edit_of(edits, server.locate, server.documents.version, versioned)


def _has_safe_fix(server: Server, unit: Unit) -> bool:
    findings = server.analyses.findings(unit.path)
    return any(fix.applicability == "safe" for finding in findings for fix in finding.fixes)
