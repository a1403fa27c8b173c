"""Every conversion between the protocol's types and ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lsprotocol import types as lsp
from pygls.uris import to_fs_path

from gradsight.explain import rule_page
from gradsight.findings import Edit, Finding, Fix, Place
from gradsight.service import Hint, Hover
from gradsight.syntax import Encoding, Text

SOURCE = "gradsight"
FIX_ALL = "source.fixAll.gradsight"

_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "information": lsp.DiagnosticSeverity.Information,
}

Locate = Callable[[Place], lsp.Location]
"""Where a place is for the editor: the URI of its document or cell, and the range in it."""


def path_of(uri: str) -> str:
    """The path of a file; for anything else the URI itself."""
    return (to_fs_path(uri) if uri.startswith("file:") else None) or uri


def encoding_of(kind: lsp.PositionEncodingKind | str | None) -> Encoding:
    """The negotiated encoding; UTF-16 if the client did not say."""
    value = kind.value if isinstance(kind, lsp.PositionEncodingKind) else kind
    return "utf-8" if value == "utf-8" else "utf-32" if value == "utf-32" else "utf-16"


def offset_of(text: Text, position: lsp.Position, encoding: Encoding) -> int:
    """The offset in code points; positions behind the end of a line or of the text mean that end."""
    return text.offset(position.line, text.from_units(position.line, position.character, encoding))


def position_of(text: Text, offset: int, encoding: Encoding) -> lsp.Position:
    line, column = text.position(offset)
    return lsp.Position(line, text.to_units(line, column, encoding))


def range_of(text: Text, start: int, end: int, encoding: Encoding) -> lsp.Range:
    return lsp.Range(position_of(text, start, encoding), position_of(text, end, encoding))


def diagnostic_of(finding: Finding, locate: Locate) -> lsp.Diagnostic:
    """`data` tells one finding from another when the editor asks for code actions."""
    return lsp.Diagnostic(
        range=locate(finding.place).range,
        message=finding.message,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=lsp.CodeDescription(rule_page(finding.rule)),
        source=SOURCE,
        tags=[lsp.DiagnosticTag.Unnecessary] if finding.rule == "unused-ignore" else None,
        related_information=[
            lsp.DiagnosticRelatedInformation(locate(step.place), step.message) for step in finding.steps
        ],
        data=identity(finding),
    )


def identity(finding: Finding) -> dict[str, object]:
    return {"rule": finding.rule, "start": finding.place.start, "end": finding.place.end}


def hover_of(hover: Hover, span: lsp.Range, markdown: bool, more: str = "") -> lsp.Hover:
    """`more` is a link that only this client understands."""
    if not markdown:
        return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.PlainText, hover.plain), span)
    text = f"{hover.markdown} · {more}" if more else hover.markdown
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, text), span)


def action_of(fix: Fix, diagnostics: Sequence[lsp.Diagnostic], edit: lsp.WorkspaceEdit) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=fix.title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=diagnostics,
        is_preferred=True if fix.preferred else None,
        edit=edit,
    )


def edit_of(
    edits: Sequence[Edit], locate: Locate, version: Callable[[str], int | None], versioned: bool
) -> lsp.WorkspaceEdit:
    """The edits by document. `versioned` is whether the client refuses edits of an older version by itself."""
    changes: dict[str, list[lsp.TextEdit]] = {}
    for edit in edits:
        at = locate(edit.place)
        changes.setdefault(at.uri, []).append(lsp.TextEdit(at.range, edit.text))
    if not versioned:
        return lsp.WorkspaceEdit(changes=changes)
    documents = [
        lsp.TextDocumentEdit(lsp.OptionalVersionedTextDocumentIdentifier(uri, version(uri)), parts)
        for uri, parts in changes.items()
    ]
    return lsp.WorkspaceEdit(document_changes=documents)


def hint_of(hint: Hint, position: lsp.Position) -> lsp.InlayHint:
    tooltip = lsp.MarkupContent(lsp.MarkupKind.Markdown, hint.markdown)
    return lsp.InlayHint(position, hint.label, tooltip=tooltip, padding_left=True)


def wants(only: Sequence[lsp.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether a code action of the kind was asked for: kinds are paths, and no list asks for all."""
    asked = [one.value if isinstance(one, lsp.CodeActionKind) else one for one in only or [""]]
    return any(one == "" or kind == one or kind.startswith(one + ".") for one in asked)
