"""Files that import each other, in a real server: what is told where, and what a change of one does to another."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from lsp_session import LIMIT, Session, session
from lsprotocol import types as lsp

MAIN = """\
import torch
from pkg.helper import cut
w = torch.ones(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = cut(w * 2).sum() + torch.ones(1, requires_grad=True)
loss.backward()
optimizer.step()
"""
CUT = "def cut(x):\n    return x.detach()\n"
KEPT = "def cut(x):\n    return x * 1\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The addresses of main.py and of the helper that it imports."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg" / "__init__.py").write_text("")
    (tmp_path / "main.py").write_text(MAIN)
    (tmp_path / "pkg" / "helper.py").write_text(CUT)
    return (tmp_path / "main.py").as_uri(), (tmp_path / "pkg" / "helper.py").as_uri()


async def told(editor: Session, uri: str, codes: Sequence[str], version: int = 1) -> Sequence[lsp.Diagnostic]:
    """The findings, once the server tells of these."""

    async def come() -> None:
        while (found := editor.published.get((uri, version))) is None or [str(f.code) for f in found] != list(codes):
            await asyncio.sleep(0.02)

    await asyncio.wait_for(come(), LIMIT)
    return editor.published[uri, version]


@pytest.mark.asyncio
async def test_the_cause_in_another_file_is_related_information(files: tuple[str, str]) -> None:
    main, helper = files
    async with session() as editor:
        editor.open(MAIN, main)
        (finding,) = await told(editor, main, ["GS301"])
        assert finding.range.start.line == 5
        cause = (finding.related_information or [])[0].location
        assert (cause.uri, cause.range.start) == (helper, lsp.Position(1, 11))


@pytest.mark.asyncio
async def test_an_error_is_shown_at_its_cause_too_where_that_file_is_open(files: tuple[str, str]) -> None:
    main, helper = files
    raising = "import torch\nfrom pkg.helper import cut\ncut(torch.ones(3, requires_grad=True)).sum().backward()\n"
    async with session() as editor:
        editor.open(CUT, helper)
        assert not await told(editor, helper, [])
        editor.open(raising, main)
        (symptom,) = await told(editor, main, ["GS201"])
        (cause,) = await told(editor, helper, ["GS201"])
        assert (symptom.severity, symptom.range.start.line) == (lsp.DiagnosticSeverity.Error, 2)
        assert (cause.severity, cause.range.start) == (lsp.DiagnosticSeverity.Information, lsp.Position(1, 11))
        back = (cause.related_information or [])[0].location
        assert (back.uri, back.range.start.line) == (main, 2)
        editor.change(2, KEPT, uri=helper)
        assert not await told(editor, helper, [], 2) and not await told(editor, main, [])


@pytest.mark.asyncio
async def test_a_change_of_one_file_is_told_of_those_that_import_it(files: tuple[str, str]) -> None:
    main, helper = files
    async with session() as editor:
        editor.open(MAIN, main)
        await told(editor, main, ["GS301"])
        editor.open(CUT, helper)
        (at_cause,) = await told(editor, helper, ["GS301"])
        assert at_cause.range.start == lsp.Position(1, 11)
        editor.change(2, KEPT, uri=helper)
        await told(editor, main, [])
        await told(editor, helper, [], version=2)
        editor.close(helper)
        await told(editor, main, ["GS301"])


@pytest.mark.asyncio
async def test_a_file_that_changes_on_disk_is_read_again(files: tuple[str, str], tmp_path: Path) -> None:
    main, helper = files
    async with session() as editor:
        editor.open(MAIN, main)
        await told(editor, main, ["GS301"])
        (tmp_path / "pkg" / "helper.py").write_text(KEPT)
        event = lsp.FileEvent(helper, lsp.FileChangeType.Changed)
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        await told(editor, main, [])
        (tmp_path / "pkg" / "helper.py").unlink()
        event = lsp.FileEvent(helper, lsp.FileChangeType.Deleted)
        editor.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        hover = await editor.hover(4, 8, uri=main)
        assert hover is not None
        assert "has no module `helper`" in hover.contents.value  # type: ignore[union-attr]


@pytest.mark.asyncio
async def test_a_fix_edits_the_file_of_the_cause(files: tuple[str, str]) -> None:
    main, helper = files
    async with session() as editor:
        editor.open(MAIN, main)
        await told(editor, main, ["GS301"])
        actions = await editor.actions(5, 1, uri=main)
        edit = next(action.edit for action in actions if action.title == "Remove the `detach()`")
        assert edit is not None
        assert edit.changes is not None
        assert {uri: [e.new_text for e in edits] for uri, edits in edit.changes.items()} == {helper: [""]}
