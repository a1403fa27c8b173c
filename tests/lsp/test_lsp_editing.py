"""Editing and mending in a real server process: incremental changes, half-typed text, code actions."""

from __future__ import annotations

import asyncio

import pytest
from lsp_session import CONSTANT, NON_LEAF, URI, Session, applied, edits_of, session
from lsprotocol import types as lsp


@pytest.mark.asyncio(loop_scope="module")
async def test_edits_in_the_middle_of_a_line_update_what_is_known(editor: Session) -> None:
    editor.open(CONSTANT)
    assert await editor.codes() == ["GS201"]
    editor.change(2, ((2, 16, 2, 16), ", requires_grad=True"))
    assert await editor.codes(2) == []
    hover = await editor.hover(2, 0)
    assert hover is not None
    assert "leaf" in str(hover.contents)
    editor.change(3, ((2, 16, 2, 36), ""), ((0, 0, 0, 0), "# é😀\n"))
    (finding,) = await editor.diagnostics(3)
    assert (finding.code, finding.range.start.line) == ("GS201", 4)


@pytest.mark.asyncio(loop_scope="module")
async def test_lines_break_where_the_protocol_breaks_them(editor: Session) -> None:
    text = CONSTANT.replace("\n", "\r\n").replace("import torch", "import torch  # \u2028 \x0c \x85")
    editor.open(text)
    (finding,) = await editor.diagnostics()
    assert finding.range == lsp.Range(lsp.Position(3, 0), lsp.Position(3, 18))
    editor.change(2, ((2, 0, 2, 1), "y"), ((3, 0, 3, 1), "y"), ((99, 0, 99, 0), "\r\n"))
    (finding,) = await editor.diagnostics(2)
    assert finding.range == lsp.Range(lsp.Position(3, 0), lsp.Position(3, 18))


@pytest.mark.asyncio(loop_scope="module")
async def test_the_whole_text_may_be_sent_again(editor: Session) -> None:
    editor.open(CONSTANT)
    editor.change(2, NON_LEAF)
    assert await editor.codes(2) == ["GS101"]


@pytest.mark.asyncio(loop_scope="module")
async def test_typing_a_statement_never_disturbs_the_rest(editor: Session) -> None:
    typed = "y = torch.stack([x for x in (1, 2)]  # half"
    editor.open(NON_LEAF)
    row = NON_LEAF.count("\n")
    for version, character in enumerate(typed, 2):
        column = version - 2
        editor.change(version, ((row, column, row, column), character))
        assert "GS101" in await editor.codes(version)
        hover = await editor.hover(3, 1)
        assert hover is not None
        assert "tracked" in str(hover.contents)


@pytest.mark.asyncio(loop_scope="module")
async def test_of_many_quick_changes_the_newest_is_answered(editor: Session) -> None:
    editor.open(CONSTANT)
    for version in range(2, 60):
        editor.change(version, ((0, 0, 0, 0), "#" if version % 2 else "\n"))
    editor.change(60, NON_LEAF)
    assert await editor.codes(60) == ["GS101"]
    await asyncio.sleep(0.2)
    versions = [version or 0 for uri, version in editor.published if uri == editor.uri]
    assert versions == sorted(versions)
    assert len(versions) < 60


@pytest.mark.asyncio(loop_scope="module")
async def test_quick_fixes_and_ignoring(editor: Session) -> None:
    editor.open(NON_LEAF)
    (finding,) = await editor.diagnostics()
    first, *others, ignoring = await editor.actions(5, 10, only=["quickfix"])
    assert (first.kind, first.is_preferred) == (lsp.CodeActionKind.QuickFix, True)
    assert not any(action.is_preferred for action in (*others, ignoring))
    assert first.diagnostics == (finding,)
    assert applied(NON_LEAF, edits_of(first)).replace("output.retain_grad()\n", "") == NON_LEAF
    assert ignoring.title == "Ignore non-leaf-grad here"
    ignored = applied(NON_LEAF, edits_of(ignoring))
    assert ignored.endswith("print(output.grad)  # gradsight: ignore[non-leaf-grad]\n")
    editor.change(2, applied(NON_LEAF, edits_of(first)))
    assert await editor.codes(2) == []
    editor.change(3, ignored)
    assert await editor.codes(3) == []
    editor.change(4, ignored.replace("output.grad", "w.grad"))
    assert await editor.codes(4) == ["GS901"]
    (removing,) = await editor.actions(5, 24, only=["quickfix"])
    assert removing.is_preferred
    assert await editor.actions(1, 0, only=["quickfix"]) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_fix_all_applies_the_safe_fixes_only(editor: Session) -> None:
    text = NON_LEAF + CONSTANT.replace("import torch\n", "")
    editor.open(text)
    for only in (["source.fixAll"], ["source.fixAll.gradsight"], ["source"]):
        (action,) = await editor.actions(0, 0, only=only)
        assert action.kind == "source.fixAll.gradsight"
    assert await editor.actions(0, 0, only=["source.organizeImports"]) == []
    after = applied(text, edits_of(action))
    assert after.replace("output.retain_grad()\n", "") == text
    editor.change(2, after)
    assert await editor.codes(2) == ["GS201"]
    assert await editor.actions(0, 0, only=["source.fixAll"]) == []


@pytest.mark.asyncio(loop_scope="module")
async def test_fix_all_is_made_when_it_is_chosen_if_the_client_can_wait() -> None:
    can_wait = lsp.TextDocumentClientCapabilities(
        code_action=lsp.CodeActionClientCapabilities(
            resolve_support=lsp.ClientCodeActionResolveOptions(properties=["edit"])
        )
    )
    versioned = lsp.WorkspaceClientCapabilities(
        workspace_edit=lsp.WorkspaceEditClientCapabilities(document_changes=True)
    )
    async with session(lsp.ClientCapabilities(text_document=can_wait, workspace=versioned)) as editor:
        editor.open(NON_LEAF)
        action = (await editor.actions(0, 0))[-1]
        assert action.edit is None
        resolved = await editor.client.code_action_resolve_async(action)
        assert resolved.edit is not None
        assert resolved.edit.document_changes
        (change,) = resolved.edit.document_changes
        assert isinstance(change, lsp.TextDocumentEdit)
        assert (change.text_document.uri, change.text_document.version) == (URI, 1)
        editor.change(2, CONSTANT)
        assert (await editor.client.code_action_resolve_async(action)).edit is None
