"""Settings: where they are found, what they select, and what is said of those that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gradsight.config import ConfigError, validated
from gradsight.config_files import Configs, inline, pattern_pairs

ROOT = Path(__file__).parents[2]

WRONG = [
    ({"selct": []}, "there is no setting `selct`; did you mean `select`?"),
    ({"zzz": 1}, "there is no setting `zzz`; there are `exclude`, `ignore`, `per-file-ignores`"),
    ({"select": "GS101"}, "`select`: Expected `array`, got `str`"),
    ({"ignore": [1]}, "`ignore[0]`: Expected `str`, got `int`"),
    ({"per-file-ignores": {"a.py": "GS1"}}, "`per-file-ignores[...]`: Expected `array`, got `str`"),
    ({"select": ["GS999"]}, "no rule is called `GS999`"),
    (
        {"per-file-ignores": {"a.py": ["non-leaf-gard"]}},
        "no rule is called `non-leaf-gard`; did you mean `non-leaf-grad`?",
    ),
]


@pytest.mark.parametrize(("table", "message"), WRONG)
def test_names_what_is_wrong(table: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        validated(table, "pyproject.toml")
    assert str(wrong.value).startswith(f"pyproject.toml: {message}")


SELECTED = [
    ({}, "train.py", True),
    ({"select": ["GS1"]}, "train.py", True),
    ({"select": ["GS2"]}, "train.py", False),
    ({"ignore": ["GS101"]}, "train.py", False),
    ({"ignore": ["non-leaf-grad"]}, "train.py", False),
    ({"select": ["GS101"], "ignore": ["GS1"]}, "train.py", True),
    ({"select": ["GS1"], "ignore": ["GS101"]}, "train.py", False),
    ({"select": ["ALL"], "ignore": ["ALL"]}, "train.py", False),
    ({"select": []}, "train.py", False),
    ({"per-file-ignores": {"tests/*": ["GS101"]}}, "tests/a.py", False),
    ({"per-file-ignores": {"tests/*": ["GS101"]}}, "train.py", True),
    ({"per-file-ignores": {"*_test.py": ["GS1"]}}, "deep/down/a_test.py", False),
]


@pytest.mark.parametrize(("table", "name", "shown"), SELECTED)
def test_selects_rules(table: dict[str, object], name: str, shown: bool, tmp_path: Path) -> None:
    config = Configs(table, isolated=True).of(tmp_path / name)
    rooted = type(config)(config.settings, tmp_path)
    assert rooted.selects("non-leaf-grad", "GS101", tmp_path / name) is shown


def test_the_nearest_file_wins_and_gradsight_toml_comes_first(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.gradsight]\nselect = ["GS1"]\n')
    assert Configs().of(inner / "a.py").settings.select == ("GS1",)
    (inner / "pyproject.toml").write_text("[tool.other]\n")
    assert Configs().of(inner / "a.py").settings.select == ("GS1",)
    (inner / "pyproject.toml").write_text('[tool.gradsight]\nselect = ["GS2"]\n')
    assert Configs().of(inner / "a.py").settings.select == ("GS2",)
    (inner / "gradsight.toml").write_text('select = ["GS9"]\n')
    assert Configs().of(inner / "a.py").settings.select == ("GS9",)
    assert Configs(isolated=True).of(inner / "a.py").settings.select == ("ALL",)
    assert Configs(only=tmp_path / "pyproject.toml").of(inner / "a.py").settings.select == ("GS1",)
    assert Configs({"ignore": ["GS901"]}).of(inner / "a.py").settings.ignore == ("GS901",)


BROKEN = [
    ("gradsight.toml", "select = [", "is not valid TOML"),
    ("gradsight.toml", "x = 1", "there is no setting `x`"),
    ("pyproject.toml", "[tool]\ngradsight = 3", "`tool.gradsight` must be a table"),
]


@pytest.mark.parametrize(("name", "text", "message"), BROKEN)
def test_a_broken_file_is_named(name: str, text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(ConfigError) as broken:
        Configs().of(tmp_path / "a.py")
    assert str(broken.value).startswith(f"{tmp_path / name}: {message}")


def test_what_the_command_line_says() -> None:
    assert inline('select = ["GS1"]') == {"select": ["GS1"]}
    assert pattern_pairs(["tests/*:GS1", "tests/*:GS2"]) == {"tests/*": ["GS1", "GS2"]}
    for wrong in (lambda: inline("select"), lambda: inline("a = 1"), lambda: pattern_pairs(["tests"])):
        with pytest.raises(ConfigError):
            wrong()
    with pytest.raises(ConfigError, match="does not exist"):
        Configs(only=Path("nowhere.toml"))


def test_the_committed_schema_is_fresh() -> None:
    command = [sys.executable, str(ROOT / "server" / "tools" / "generate_schema.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
