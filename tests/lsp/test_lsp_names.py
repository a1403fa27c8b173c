"""Names of libraries in a real server: the first answer goes out without them, the refined one follows by itself."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from lsp_session import LIMIT, PULL, Session, session
from lsprotocol import types as lsp

sys.path.insert(0, str(Path(__file__).parents[1] / "names"))

from names_environment import marks, virtual_environment

MAIN = """\
import torch
from nets.training import Lion
w = torch.ones(3, requires_grad=True)
optimizer = Lion([w])
loss = (w.detach() * 2 + torch.ones(1, requires_grad=True)).sum()
loss.backward()
optimizer.step()
"""
REFINED = ["GS301"]
PATIENCE = 300
"""Seconds that a library on a busy machine may take to be read."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "main.py").write_text(MAIN)
    virtual_environment(tmp_path / ".venv")
    return tmp_path


def _options(project: Path, trusted: bool) -> dict[str, object]:
    return {"trusted": trusted, "interpreter": str(project / ".venv" / "bin" / "python")}


async def _come(editor: Session, codes: list[str]) -> None:
    async def come() -> None:
        while [str(found.code) for found in editor.published.get((editor.uri, 1), ())] != codes:
            await asyncio.sleep(0.01)

    await asyncio.wait_for(come(), PATIENCE)


@pytest.mark.asyncio
@pytest.mark.parametrize("trusted", [True, False])
async def test_the_refined_answer_follows_by_itself_and_nothing_is_started(project: Path, trusted: bool) -> None:
    uri = (project / "main.py").as_uri()
    async with session(folders=[project.as_uri()], options=_options(project, trusted)) as editor:
        editor = editor.at(uri)
        editor.open(MAIN)
        assert await editor.codes() == []
        await _come(editor, REFINED)
        hover = await editor.hover(3, 1)
        assert "an optimizer" in str(hover)
    assert marks(project) == []


@pytest.mark.asyncio
async def test_without_an_interpreter_from_the_client_that_of_the_folder_is_read(project: Path) -> None:
    async with session(folders=[project.as_uri()]) as editor:
        editor = editor.at((project / "main.py").as_uri())
        editor.open(MAIN)
        await _come(editor, REFINED)
    assert marks(project) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("trusted", [True, False])
async def test_an_environment_in_a_folder_is_read_only_if_the_client_trusts_the_folder(
    project: Path, trusted: bool
) -> None:
    async with session(folders=[project.as_uri()], options={"trusted": trusted}) as editor:
        asked = lsp.ExecuteCommandParams("gradsight.server.debugInformation", [])
        told = await editor.client.workspace_execute_command_async(asked)
    assert (f"libraries of: {project / '.venv'}\n" in str(told)) == trusted


@pytest.mark.asyncio
async def test_a_client_that_asks_is_told_to_ask_again(project: Path) -> None:
    capabilities = lsp.ClientCapabilities(
        text_document=PULL,
        workspace=lsp.WorkspaceClientCapabilities(
            diagnostics=lsp.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
        ),
    )
    async with session(capabilities, [project.as_uri()], options=_options(project, False)) as editor:
        asked = asyncio.Event()
        editor.client.protocol.fm.features.pop(lsp.WORKSPACE_DIAGNOSTIC_REFRESH, None)

        @editor.client.feature(lsp.WORKSPACE_DIAGNOSTIC_REFRESH)
        def refresh(_: None) -> None:
            asked.set()

        first = await editor.pull_workspace()
        assert [list(report.items) for report in first.items] == [[]]
        await asyncio.wait_for(asked.wait(), PATIENCE)
        then = await editor.pull_workspace(
            previous_result_ids=[lsp.PreviousResultId(report.uri, report.result_id) for report in first.items]
        )
        assert [[str(item.code) for item in report.items] for report in then.items] == [REFINED]


@pytest.mark.asyncio
async def test_the_hover_says_what_is_not_installed(project: Path) -> None:
    text = "import absent\nx = absent.helper()\n"
    async with session(folders=[project.as_uri()], options=_options(project, True)) as editor:
        editor = editor.at((project / "main.py").as_uri())
        editor.open(text)
        await editor.diagnostics()

        async def come() -> None:
            while "not installed" not in str(await editor.hover(1, 0)):
                await asyncio.sleep(0.05)

        await asyncio.wait_for(come(), LIMIT)
