"""Diagnostics, hovers and hints in a real server process, in every position encoding."""

from __future__ import annotations

import pytest
from lsp_session import CONSTANT, NON_LEAF, Session, session
from lsprotocol import types as lsp

from gradsight.explain import rule_page

WIDE = NON_LEAF.replace("print(output.grad)", "s = 'é😀'; print(output.grad)")
COLUMNS = {"utf-8": 6 + 6 + 8, "utf-16": 5 + 3 + 9, "utf-32": 5 + 2 + 9}


def _encodings(*names: str) -> lsp.ClientCapabilities:
    return lsp.ClientCapabilities(general=lsp.GeneralClientCapabilities(position_encodings=list(names)))


NEGOTIATED = [
    (lsp.ClientCapabilities(), "utf-16"),
    (_encodings("utf-8"), "utf-8"),
    (_encodings("utf-32", "utf-8"), "utf-32"),
    (_encodings("utf-7"), "utf-16"),
]


@pytest.mark.parametrize(("capabilities", "encoding"), NEGOTIATED)
@pytest.mark.asyncio(loop_scope="module")
async def test_positions_count_the_units_of_the_encoding(capabilities: lsp.ClientCapabilities, encoding: str) -> None:
    line = "s = 'é😀'; print("
    column = len(line.encode("utf-8")) if encoding == "utf-8" else len(line) + (encoding == "utf-16")
    async with session(capabilities) as editor:
        assert editor.capabilities.position_encoding == encoding
        editor.open(WIDE)
        (finding,) = await editor.diagnostics()
        assert finding.range == lsp.Range(lsp.Position(5, column), lsp.Position(5, column + 11))
        hover = await editor.hover(5, column + 2)
        assert hover is not None
        assert hover.range == lsp.Range(lsp.Position(5, column), lsp.Position(5, column + 6))
        editor.change(2, ((5, column + 6, 5, column + 11), ""))
        assert await editor.codes(2) == []
        editor.change(3, ((5, column, 5, column + 6), "w.grad, output.grad"))
        (finding,) = await editor.diagnostics(3)
        assert finding.range.start == lsp.Position(5, column + 8)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_diagnostic_says_everything(editor: Session) -> None:
    editor.open(NON_LEAF, version=7)
    (finding,) = await editor.diagnostics(7)
    assert (finding.code, finding.source, finding.severity) == (
        "GS101",
        "gradsight",
        lsp.DiagnosticSeverity.Warning,
    )
    assert finding.range == lsp.Range(lsp.Position(5, 6), lsp.Position(5, 17))
    assert finding.code_description is not None
    assert finding.code_description.href == rule_page("non-leaf-grad")
    assert finding.related_information
    assert all(step.location.uri == editor.uri and step.message for step in finding.related_information)
    assert finding.related_information[0].location.range.start.line < 5
    assert finding.data == {"rule": "non-leaf-grad", "start": 97, "end": 108}


@pytest.mark.asyncio(loop_scope="module")
async def test_closing_takes_the_findings_back(editor: Session) -> None:
    editor.open(CONSTANT)
    assert await editor.codes() == ["GS201"]
    editor.close()
    assert await editor.diagnostics(None) == ()
    assert await editor.hover(2, 0) is None


@pytest.mark.asyncio(loop_scope="module")
async def test_hover_reads_well_and_says_nothing_of_other_things(editor: Session) -> None:
    editor.open(NON_LEAF)
    hover = await editor.hover(3, 2)
    assert hover is not None
    assert isinstance(hover.contents, lsp.MarkupContent)
    verdict, reasons, *_ = hover.contents.value.split("\n\n")
    assert hover.contents.kind == lsp.MarkupKind.Markdown
    assert "tracked" in verdict
    assert reasons.startswith("1. ")
    assert f"[train.py:4]({editor.uri}#L4)" in reasons
    assert "retain_grad()" in hover.contents.value
    assert "https://docs.pytorch.org/" in hover.contents.value
    assert await editor.hover(1, 0) is None
    assert await editor.hover(0, 1) is None
    assert await editor.hover(99, 99) is None
    assert await editor.hover(3, 2, "file:///project/not_open.py") is None


@pytest.mark.asyncio(loop_scope="module")
async def test_hover_is_plain_for_a_client_that_reads_no_markdown() -> None:
    plain = lsp.TextDocumentClientCapabilities(
        hover=lsp.HoverClientCapabilities(content_format=[lsp.MarkupKind.PlainText])
    )
    async with session(lsp.ClientCapabilities(text_document=plain)) as editor:
        editor.open(NON_LEAF)
        hover = await editor.hover(3, 2)
        assert hover is not None
        assert isinstance(hover.contents, lsp.MarkupContent)
        assert hover.contents.kind == lsp.MarkupKind.PlainText
        assert "**" not in hover.contents.value


@pytest.mark.asyncio(loop_scope="module")
async def test_hover_on_every_token_is_answered(editor: Session) -> None:
    editor.open(NON_LEAF)
    lines = NON_LEAF.splitlines()
    answers = [await editor.hover(row, column) for row, line in enumerate(lines) for column in range(len(line) + 1)]
    assert sum(answer is not None for answer in answers) > 20


CUT = """\
import torch

w = torch.ones(3, requires_grad=True)
kept = w * 2
cut = kept.detach()
after = cut + 1
"""
HINTS: list[tuple[str, list[tuple[int, int, str]]]] = [
    ("off", []),
    ("all", [(2, 1, "leaf"), (3, 4, "tracked"), (4, 3, "no gradient: detach"), (5, 5, "constant")]),
    ("cuts", [(4, 3, "no gradient: detach")]),
]


@pytest.mark.asyncio(loop_scope="module")
async def test_inlay_hints(editor: Session) -> None:
    editor.open(CUT)
    assert await editor.hints() == [(4, 3, "no gradient: detach")]
    for mode, hints in HINTS:
        settings = lsp.DidChangeConfigurationParams({"gradsight": {"inlayHints": mode}})
        editor.client.workspace_did_change_configuration(settings)
        assert await editor.hints() == hints
