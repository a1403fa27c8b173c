"""The manifest of the VS Code extension offers the settings and commands that server and client understand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import msgspec

import gradsight
from gradsight.lsp.features import COMMANDS
from gradsight.lsp.settings import SECTION, EditorSettings

ROOT = Path(__file__).parents[2]
MANIFEST = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
PROPERTIES = MANIFEST["contributes"]["configuration"]["properties"]
CLIENT = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "client/src").rglob("*.ts")))
CLIENT_ONLY = {"interpreter", "importStrategy", "logLevel", "trace.server"}


def test_every_setting_of_the_server_is_offered_as_it_is() -> None:
    fields = msgspec.json.schema(EditorSettings)["$defs"]["EditorSettings"]["properties"]
    offered = {name: PROPERTIES[f"{SECTION}.{name}"] for name in fields}
    kept = ("enum", "type", "default", "description")
    assert {name: _kept(p, kept) for name, p in offered.items()} == {name: _kept(p, kept) for name, p in fields.items()}
    assert {name.removeprefix(f"{SECTION}.") for name in PROPERTIES} == {*fields, *CLIENT_ONLY}


def _kept(setting: dict[str, object], keys: tuple[str, ...]) -> dict[str, object]:
    kept = {key: value for key, value in setting.items() if key in keys and (key, value) != ("type", "string")}
    return kept | ({"enum": set(kept["enum"])} if "enum" in kept else {})  # type: ignore[call-overload]


def test_every_command_is_registered() -> None:
    offered = {command["command"] for command in MANIFEST["contributes"]["commands"]}
    assert offered == set(re.findall(r'registerCommand\("([\w.]+)"', CLIENT))


def test_the_client_calls_commands_that_the_server_has() -> None:
    assert set(re.findall(r'"(gradsight\.server\.\w+)"', CLIENT)) == set(COMMANDS)


def test_versions_agree() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    assert {MANIFEST["version"], lock["version"], gradsight.__version__} == {gradsight.__version__}


def test_the_interpreter_of_an_untrusted_workspace_is_not_read() -> None:
    restricted = MANIFEST["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert restricted == ["gradsight.interpreter", "gradsight.importStrategy"]
