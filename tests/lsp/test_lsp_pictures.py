"""Code lenses, the graph and the pages of rules in a real server process."""

from __future__ import annotations

from typing import Any

import pytest
from lsp_session import NON_LEAF, URI, Session, session
from lsprotocol import types as lsp

OURS = {"commands": ["gradsight.showGraph", "gradsight.showBackward"]}


async def _lenses(editor: Session) -> list[lsp.CodeLens]:
    params = lsp.CodeLensParams(lsp.TextDocumentIdentifier(editor.uri))
    return list(await editor.client.text_document_code_lens_async(params) or ())


async def _run(editor: Session, command: str, *arguments: Any) -> Any:
    params = lsp.ExecuteCommandParams(command, list(arguments))
    return await editor.client.workspace_execute_command_async(params)


@pytest.mark.asyncio
async def test_our_client_gets_the_list_of_parameters_and_the_graph() -> None:
    async with session(options=OURS) as editor:
        editor.open(NON_LEAF)
        (lens,) = await _lenses(editor)
        assert lens.range.start == lsp.Position(4, 0)
        assert lens.command is not None
        assert (lens.command.title, lens.command.command) == ("gradients reach 1 of 1 leaf", "gradsight.showBackward")
        ((parameter,),) = [list(lens.command.arguments or ())[1:]]
        assert parameter[0]["name"] == "w"
        assert parameter[0]["location"]["range"]["start"] == {"line": 2, "character": 4}
        hover = await editor.hover(3, 2)
        assert hover is not None
        assert "command:gradsight.showGraph?" in hover.contents.value  # type: ignore[union-attr]
        graph = await _run(editor, "gradsight.server.graph", URI, {"line": 3, "character": 2})
        found = {(node["label"], node["state"], node["place"]) for node in graph["nodes"]}
        assert ("w * 2", "tracked", "line 4") in found
        assert await _run(editor, "gradsight.server.graph", URI, {"line": 0, "character": 0}) is None


@pytest.mark.asyncio
async def test_another_client_gets_words_without_our_commands() -> None:
    async with session() as editor:
        editor.open(NON_LEAF)
        (lens,) = await _lenses(editor)
        assert lens.command == lsp.Command("gradients reach 1 of 1 leaf", "")
        hover = await editor.hover(3, 2)
        assert hover is not None
        assert "command:" not in hover.contents.value  # type: ignore[union-attr]


@pytest.mark.asyncio
async def test_lenses_can_be_switched_off() -> None:
    async with session(options={**OURS, "codeLens": False}) as editor:
        editor.open(NON_LEAF)
        assert await _lenses(editor) == []


@pytest.mark.asyncio
async def test_the_pages_of_rules() -> None:
    async with session(options=OURS) as editor:
        rules = await _run(editor, "gradsight.server.rules")
        assert [rule["code"] for rule in rules] == sorted(rule["code"] for rule in rules)
        page = await _run(editor, "gradsight.server.rulePage", rules[0]["name"])
        assert rules[0]["name"] in page
        assert await _run(editor, "gradsight.server.rulePage", "none") == "There is no rule `none`."
