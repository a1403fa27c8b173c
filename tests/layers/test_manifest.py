"""The manifest of the VS Code extension offers the settings and commands that server and client understand."""

from __future__ import annotations

import inspect
import json
import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import msgspec

import gradsight
from gradsight.lsp import configuration
from gradsight.lsp.features import COMMANDS
from gradsight.lsp.settings import SECTION, EditorSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
MANIFEST = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
PROPERTIES = MANIFEST["contributes"]["configuration"]["properties"]
CLIENT = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "client/src").rglob("*.ts")))
COMMAND_LINE_ONLY = {"click", "rich", "watchfiles"}
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


def test_the_guides_of_editors_name_settings_that_the_server_has() -> None:
    fields = {field.encode_name: field.type for field in msgspec.structs.fields(EditorSettings)}
    guides = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "docs/editors").glob("*.md")}
    options = re.findall(r'options\.get\("(\w+)"', inspect.getsource(configuration.initialize))
    listed = re.findall(r"^\| `(\w+)` \|", guides.pop("README"), re.MULTILINE)
    assert set(listed) == {*fields, *options} - {"settings"}
    for guide, text in guides.items():
        given = re.findall(r'[.: "{](\w+)"?\s*[=:]?\s*"(\w+)"', text)
        used = [(name, value) for name, value in given if name in fields]
        assert used, guide
        assert [msgspec.convert(value, fields[name]) for name, value in used] == [value for _, value in used]
        assert set(re.findall(r"\bgradsight\.(\w+)", text)) <= {*fields, "toml"}, guide


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


def test_the_extension_brings_what_the_server_needs() -> None:
    lines = (ROOT / "client/python/requirements.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.split("==")[0] for line in lines if "==" in line}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[^\w-]", line)[0] for line in project["dependencies"]} - COMMAND_LINE_ONLY
    assert needed <= pinned
    assert len(pinned) == len([line for line in lines if not line.startswith("#")])


def test_there_is_a_package_for_every_platform_that_the_libraries_are_built_for() -> None:
    spec = spec_from_file_location("bundle", ROOT / "client/bundle.py")
    assert spec
    assert spec.loader
    bundle = module_from_spec(spec)
    spec.loader.exec_module(bundle)
    systems = {
        "win32": ("x64", "arm64"),
        "linux": ("x64", "arm64"),
        "alpine": ("x64", "arm64"),
        "darwin": ("x64", "arm64"),
    }
    assert set(bundle.TARGETS) == {f"{system}-{kind}" for system, kinds in systems.items() for kind in kinds}
    page = (ROOT / "client/README.md").read_text(encoding="utf-8")
    assert f"each for Python {bundle.PYTHONS[0]} to {bundle.PYTHONS[-1]}" in " ".join(page.split())
