"""What is asked of the server as a whole: pulled diagnostics, folders, settings, notebooks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from lsp_session import CONSTANT, LIMIT, NON_LEAF, PULL, URI, Session, session
from lsprotocol import types as lsp

PULLING = lsp.ClientCapabilities(text_document=PULL)


@pytest.mark.asyncio
async def test_pulled_diagnostics_are_told_once() -> None:
    async with session(PULLING) as editor:
        editor.open(NON_LEAF)
        full = await editor.pull()
        assert [finding.code for finding in full.items] == ["GS101"]
        same = await editor.pull(previous=full.result_id)
        assert (same.kind, same.result_id) == ("unchanged", full.result_id)
        editor.change(2, CONSTANT)
        changed = await editor.pull(previous=full.result_id)
        assert [finding.code for finding in changed.items] == ["GS201"]
        assert editor.published == {}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second, first / "node_modules"):
        folder.mkdir()
    (first / "leaf.py").write_text(NON_LEAF)
    (first / "plain.py").write_text("print('no tensors')\n")
    (first / "node_modules" / "foreign.py").write_text(NON_LEAF)
    (second / "constant.py").write_text(CONSTANT)
    return first, second


def _told(report: lsp.WorkspaceDiagnosticReport) -> dict[str, list[object]]:
    full = [item for item in report.items if isinstance(item, lsp.WorkspaceFullDocumentDiagnosticReport)]
    return {item.uri.rsplit("/", 1)[-1]: [finding.code for finding in item.items] for item in full}


@pytest.mark.asyncio
async def test_workspace_diagnostics_of_every_folder(folders: tuple[Path, Path]) -> None:
    async with session(PULLING, [folder.as_uri() for folder in folders]) as editor:
        everything = {"leaf.py": ["GS101"], "plain.py": [], "constant.py": ["GS201"]}
        report = await editor.pull_workspace()
        assert _told(report) == everything
        known = [lsp.PreviousResultId(item.uri, item.result_id or "") for item in report.items]
        (folders[0] / "leaf.py").write_text(CONSTANT + "\n")
        assert _told(await editor.pull_workspace(previous_result_ids=known)) == {"leaf.py": ["GS201"]}
        uri = (folders[1] / "constant.py").as_uri()
        editor.open(NON_LEAF, uri)
        assert _told(await editor.pull_workspace())["constant.py"] == ["GS101"]


@pytest.mark.asyncio
async def test_folders_come_and_go(folders: tuple[Path, Path]) -> None:
    first, second = (lsp.WorkspaceFolder(folder.as_uri(), folder.name) for folder in folders)
    async with session(PULLING, [first.uri]) as editor:
        event = lsp.WorkspaceFoldersChangeEvent(added=[second], removed=[first])
        editor.client.workspace_did_change_workspace_folders(lsp.DidChangeWorkspaceFoldersParams(event))
        assert _told(await editor.pull_workspace()) == {"constant.py": ["GS201"]}


@pytest.mark.asyncio
async def test_progress_and_partial_results(tmp_path: Path) -> None:
    for number in range(45):
        (tmp_path / f"f{number:02}.py").write_text(CONSTANT)
    async with session(PULLING, [tmp_path.as_uri()]) as editor:
        editor.client.progress_reports["work"] = []
        editor.client.progress_reports["part"] = []
        parts: list[int] = []
        editor.client.protocol.fm.features.pop(lsp.PROGRESS)

        @editor.client.feature(lsp.PROGRESS)
        def progressed(params: lsp.ProgressParams) -> None:
            value = params.value if isinstance(params.value, dict) else vars(params.value)
            parts.append(len(value["items"])) if params.token == "part" else kinds.append(value["kind"])

        kinds: list[str] = []
        report = await editor.pull_workspace(work_done_token="work", partial_result_token="part")
        assert sum(parts) + len(report.items) == 45
        assert len(parts) == 2
        assert (kinds[0], kinds[-1]) == ("begin", "end")


ASKED = lsp.WorkspaceClientCapabilities(configuration=True)


async def _settled(editor: Session, mode: list[tuple[int, int, str]]) -> None:
    """Waits until the settings have arrived: hints are as expected."""
    for _ in range(LIMIT * 20):
        if await editor.hints() == mode:
            return
        await asyncio.sleep(0.05)
    assert await editor.hints() == mode


@pytest.mark.asyncio
async def test_settings_are_asked_for_and_change() -> None:
    asked = lsp.ClientCapabilities(workspace=ASKED)
    async with session(asked, configuration={"": {"inlayHints": "all"}}) as editor:
        editor.open("import torch\nx = torch.ones(1)\n")
        await _settled(editor, [(1, 1, "constant")])
        editor.client.set_configuration({"gradsight": {"inlayHints": "off"}})
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings=None))
        await _settled(editor, [])
        editor.client.set_configuration({"gradsight": {"inlayHints": "sideways"}})
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings=None))
        assert await editor.hints() == []


@pytest.mark.asyncio
async def test_settings_may_be_sent_along() -> None:
    async with session() as editor:
        editor.open("import torch\nx = torch.ones(1)\n")
        settings = {"gradsight": {"inlayHints": "all"}}
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings))
        await _settled(editor, [(1, 1, "constant")])


@pytest.mark.asyncio
async def test_settings_of_the_start_stay_where_the_client_knows_none_when_asked() -> None:
    asked = lsp.ClientCapabilities(workspace=ASKED)
    async with session(asked, options={"gradsight": {"inlayHints": "all"}}) as editor:
        editor.open("import torch\nx = torch.ones(1)\n")
        await _settled(editor, [(1, 1, "constant")])
        editor.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings=None))
        await editor.diagnostics(1)
        assert await editor.hints() == [(1, 1, "constant")]


@pytest.mark.asyncio
async def test_each_folder_has_its_settings(folders: tuple[Path, Path]) -> None:
    asked = lsp.ClientCapabilities(workspace=ASKED, text_document=PULL)
    first, second = (folder.as_uri() for folder in folders)
    configuration = {"": {}, second: {"diagnosticMode": "openFilesOnly"}}
    async with session(asked, [first, second], configuration) as editor:
        for _ in range(100):
            told = _told(await editor.pull_workspace())
            if "constant.py" not in told:
                break
        assert told == {"leaf.py": ["GS101"], "plain.py": []}


@pytest.mark.asyncio
async def test_a_configuration_file_that_changes_counts_at_once(folders: tuple[Path, Path]) -> None:
    settings = folders[0] / "gradsight.toml"
    uri = (folders[0] / "leaf.py").as_uri()
    changed = lsp.DidChangeWatchedFilesParams([lsp.FileEvent(settings.as_uri(), lsp.FileChangeType.Changed)])
    async with session(folders=[folders[0].as_uri()]) as editor:
        editor.open(NON_LEAF, uri)
        assert await editor.codes(1, uri) == ["GS101"]
        for text, codes in (('ignore = ["GS1"]', []), ("ignore = [", ["GS101"]), ("", ["GS101"])):
            settings.write_text(text)
            editor.published.clear()
            editor.client.workspace_did_change_watched_files(changed)
            assert await editor.codes(1, uri) == codes
        (complaint,) = editor.messages
        assert "gradsight.toml: is not valid TOML" in complaint


@pytest.mark.asyncio
async def test_files_are_watched_if_the_client_can() -> None:
    dynamic = lsp.WorkspaceClientCapabilities(
        did_change_watched_files=lsp.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
        did_change_configuration=lsp.DidChangeConfigurationClientCapabilities(dynamic_registration=True),
    )
    async with session(lsp.ClientCapabilities(workspace=dynamic)) as editor:
        asked: asyncio.Future[set[str]] = asyncio.get_running_loop().create_future()

        @editor.client.feature(lsp.CLIENT_REGISTER_CAPABILITY)
        def registered(params: lsp.RegistrationParams) -> None:
            asked.set_result({registration.method for registration in params.registrations})

        methods = await asyncio.wait_for(asked, LIMIT)
        assert methods == {"workspace/didChangeWatchedFiles", "workspace/didChangeConfiguration"}


BOOK = "file:///project/book.ipynb"
CELLS = [f"vscode-notebook-cell:/project/book.ipynb#{number}" for number in range(4)]


def _cell(number: int, kind: lsp.NotebookCellKind = lsp.NotebookCellKind.Code) -> lsp.NotebookCell:
    return lsp.NotebookCell(kind, CELLS[number])


def _open_book(editor: Session, *texts: str) -> None:
    book = lsp.NotebookDocument(BOOK, "jupyter-notebook", 1, [_cell(number) for number in range(len(texts))])
    items = [lsp.TextDocumentItem(CELLS[number], "python", 1, text) for number, text in enumerate(texts)]
    editor.client.notebook_document_did_open(lsp.DidOpenNotebookDocumentParams(book, items))


def _change_book(editor: Session, version: int, change: lsp.NotebookDocumentCellChanges) -> None:
    identifier = lsp.VersionedNotebookDocumentIdentifier(version, BOOK)
    params = lsp.DidChangeNotebookDocumentParams(identifier, lsp.NotebookDocumentChangeEvent(cells=change))
    editor.client.notebook_document_did_change(params)


NOTEBOOKS = lsp.ClientCapabilities(
    notebook_document=lsp.NotebookDocumentClientCapabilities(lsp.NotebookDocumentSyncClientCapabilities())
)


@pytest.mark.asyncio
async def test_cells_of_a_notebook_share_their_state() -> None:
    lines = NON_LEAF.splitlines(keepends=True)
    async with session(NOTEBOOKS) as editor:
        assert editor.capabilities.notebook_document_sync is not None
        _open_book(editor, "%matplotlib inline\n" + "".join(lines[:4]), "".join(lines[4:]))
        assert await editor.codes(1, CELLS[0]) == []
        (finding,) = await editor.diagnostics(1, CELLS[1])
        assert (finding.code, finding.range.start) == ("GS101", lsp.Position(1, 6))
        assert finding.related_information
        assert finding.related_information[0].location.uri in CELLS
        hover = await editor.hover(4, 1, CELLS[0])
        assert hover is not None
        assert hover.range is not None
        assert hover.range.start == lsp.Position(4, 0)
        assert f"[book.ipynb:cell 1:5]({CELLS[0]}#L5)" in str(hover.contents)
        fix = (await editor.actions(1, 8, CELLS[1], only=["quickfix"]))[0]
        assert fix.edit is not None
        assert fix.edit.changes is not None
        assert set(fix.edit.changes) <= set(CELLS)


@pytest.mark.asyncio
async def test_cells_are_edited_added_and_removed() -> None:
    async with session(NOTEBOOKS) as editor:
        _open_book(editor, "import torch\nx = torch.ones(1)", "x.sum().backward()")
        assert await editor.codes(1, CELLS[1]) == ["GS201"]
        text = lsp.NotebookDocumentCellContentChanges(
            lsp.VersionedTextDocumentIdentifier(2, CELLS[0]),
            [
                lsp.TextDocumentContentChangePartial(
                    lsp.Range(lsp.Position(1, 16), lsp.Position(1, 16)), ", requires_grad=True"
                )
            ],
        )
        editor.published.clear()
        _change_book(editor, 2, lsp.NotebookDocumentCellChanges(text_content=[text]))
        assert await editor.codes(1, CELLS[1]) == []
        structure = lsp.NotebookDocumentCellChangeStructure(
            lsp.NotebookCellArrayChange(1, 0, [_cell(2)]),
            did_open=[lsp.TextDocumentItem(CELLS[2], "python", 1, "x = torch.ones(2)")],
        )
        editor.published.clear()
        _change_book(editor, 3, lsp.NotebookDocumentCellChanges(structure=structure))
        assert await editor.codes(1, CELLS[1]) == ["GS201"]
        gone = lsp.NotebookDocumentCellChangeStructure(
            lsp.NotebookCellArrayChange(2, 1), did_close=[lsp.TextDocumentIdentifier(CELLS[1])]
        )
        _change_book(editor, 4, lsp.NotebookDocumentCellChanges(structure=gone))
        assert await editor.diagnostics(None, CELLS[1]) == ()
        assert await editor.hover(0, 0, CELLS[1]) is None
        closing = lsp.DidCloseNotebookDocumentParams(lsp.NotebookDocumentIdentifier(BOOK), [])
        editor.client.notebook_document_did_close(closing)
        assert await editor.diagnostics(None, CELLS[0]) == ()


@pytest.mark.asyncio
async def test_untitled_documents_are_known_by_their_address() -> None:
    async with session() as editor:
        editor.open(CONSTANT, "untitled:Untitled-1")
        (finding,) = await editor.diagnostics(1, "untitled:Untitled-1")
        assert finding.code == "GS201"
        assert finding.related_information
        assert finding.related_information[0].location.uri == "untitled:Untitled-1"


@pytest.mark.asyncio
async def test_debug_information() -> None:
    async with session() as editor:
        editor.open(CONSTANT)
        command = lsp.ExecuteCommandParams("gradsight.server.debugInformation")
        told = str(await editor.client.workspace_execute_command_async(command))
        assert "position encoding: utf-16" in told
        assert f"open: {URI}, version 1" in told
