"""`gradsight check` as a process: findings, exit codes, changes to files, and what it says of what it cannot do."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from cli_programs import CLEAN, CONSTANT, DETACHED, NON_LEAF, gradsight, process, project, words

EXITS = [
    (["clean.py"], 0),
    (["leaf.py"], 1),
    (["."], 1),
    ([], 1),
    (["leaf.py", "--exit-zero"], 0),
    (["leaf.py", "--select", "GS2"], 0),
    (["leaf.py", "--ignore", "non-leaf-grad"], 0),
    (["leaf.py", "--per-file-ignores", "leaf.py:GS101"], 0),
    (["leaf.py", "--config", 'ignore = ["GS1"]'], 0),
    ([".", "--exclude", "leaf.py,constant.py"], 0),
    (["missing.py"], 2),
    (["leaf.py", "--select", "GS999"], 2),
    (["leaf.py", "--config", "selct = []"], 2),
    (["leaf.py", "--config", "nowhere.toml"], 2),
    (["leaf.py", "--output-format", "prose"], 2),
    (["leaf.py", "--no-such-option"], 2),
    (["leaf.py", "--watch", "-"], 2),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("project"), clean=CLEAN, leaf=NON_LEAF, constant=CONSTANT)


@pytest.mark.parametrize(("arguments", "code"), EXITS)
def test_exit_codes(arguments: list[str], code: int, folder: Path) -> None:
    ran = gradsight(["check", *arguments], folder)
    assert ran.returncode == code, words(ran.stderr)
    assert b"Traceback" not in ran.stderr
    assert bool(ran.stderr) == (code == 2)


def test_full_shows_the_line_the_caret_and_the_steps(folder: Path) -> None:
    shown = words(gradsight(["check", "leaf.py"], folder).stdout)
    assert shown.startswith("warning[GS101]: ")
    assert " --> leaf.py:6:7  non-leaf-grad\n" in shown
    assert "6 | print(output.grad)\n  |       ^^^^^^^^^^^\n" in shown
    assert re.search(r"^  1\. .*\(leaf\.py:\d+:\d+\)\n     \d+ \| ", shown, re.MULTILINE)
    assert re.search(r"^  fix: .*retain_grad", shown, re.MULTILINE)
    assert "Found 1 finding in 1 file.\n" in shown


def test_as_a_process(folder: Path) -> None:
    for name, code in (("clean.py", 0), ("leaf.py", 1), ("missing.py", 2)):
        ran = process(["check", name], folder)
        assert ran == gradsight(["check", name], folder)
        assert ran.returncode == code


def test_colour_is_for_terminals(folder: Path) -> None:
    plain = gradsight(["check", "leaf.py"], folder).stdout
    forced = process(["check", "leaf.py"], folder, FORCE_COLOR="1").stdout
    assert b"\x1b[" not in plain
    assert b"\x1b[" in forced
    assert re.sub(rb"\x1b\[[0-9;]*m", b"", forced) == plain
    assert gradsight(["check", "leaf.py"], folder, FORCE_COLOR="1", NO_COLOR="1").stdout == plain


def test_output_is_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    project(tmp_path, wide=NON_LEAF.replace("print(output.grad)", "print('é😀', output.grad)"))
    for output_format in ("full", "json"):
        arguments = ["check", "--output-format", output_format]
        assert process(arguments, tmp_path, PYTHONIOENCODING="ascii") == gradsight(arguments, tmp_path)


def test_output_is_the_same_every_time(folder: Path) -> None:
    runs = [process(["check", ".", *cache], folder).stdout for cache in (["--no-cache"], [], [])]
    assert runs[0] == runs[1] == runs[2]


def test_standard_input_has_a_name(folder: Path) -> None:
    ran = gradsight(
        ["check", "-", "--stdin-filename", "own/name.py", "--output-format", "concise"], folder, NON_LEAF.encode()
    )
    assert ran.returncode == 1
    assert words(ran.stdout).startswith("own/name.py:6:7: GS101 [*] ")


def test_fix_changes_the_file_and_shows_what_is_left(tmp_path: Path) -> None:
    project(tmp_path, both=NON_LEAF + CONSTANT.replace("import torch\n", ""))
    ran = gradsight(["check", "--fix", "--output-format", "concise"], tmp_path)
    assert ran.returncode == 1
    assert "GS101" not in words(ran.stdout)
    assert "(1 fixed)" in words(ran.stdout)
    assert "output.retain_grad()" in (tmp_path / "both.py").read_text()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_fix_keeps_line_breaks_and_encoding(encoding: str, tmp_path: Path) -> None:
    cookie = "# coding: latin-1\r\n" if encoding == "latin-1" else ""
    text = cookie + NON_LEAF.replace("\n", "\r\n") + "name = 'é'\r\n"
    path = tmp_path / "train.py"
    path.write_bytes(text.encode(encoding))
    assert gradsight(["check", "--fix"], tmp_path).returncode == 0
    after = path.read_bytes().decode(encoding)
    assert after != text
    assert after.replace("output.retain_grad()\r\n", "") == text


def test_diff_changes_nothing_and_its_patch_applies(tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF, crlf=NON_LEAF.replace("\n", "\r\n"))
    ran = gradsight(["check", "--diff"], tmp_path)
    assert ran.returncode == 1
    assert (tmp_path / "leaf.py").read_text() == NON_LEAF
    for command in (["git", "init", "-q"], ["git", "apply", "-p0", "-"]):
        subprocess.run(command, cwd=tmp_path, input=ran.stdout, check=True)
    assert gradsight(["check", "--diff"], tmp_path).stdout == b""
    assert gradsight(["check", "--diff"], tmp_path).returncode == 0


def test_fixing_standard_input_prints_the_text(tmp_path: Path) -> None:
    ran = gradsight(["check", "--fix", "-"], tmp_path, NON_LEAF.replace("\n", "\r\n").encode())
    assert words(ran.stdout).replace("output.retain_grad()\r\n", "") == NON_LEAF.replace("\n", "\r\n")
    assert b"No findings" in ran.stderr


def test_unsafe_fixes_only_when_asked(tmp_path: Path) -> None:
    project(tmp_path, train=DETACHED)
    assert gradsight(["check", "--fix"], tmp_path).returncode == 1
    assert (tmp_path / "train.py").read_text() == DETACHED
    assert b"with --fix --unsafe-fixes" in gradsight(["check"], tmp_path).stdout
    assert gradsight(["check", "--fix", "--unsafe-fixes"], tmp_path).returncode == 0
    assert (tmp_path / "train.py").read_text() == DETACHED.replace(".detach()", "")


def test_add_ignore_hides_everything(tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF, constant=CONSTANT)
    assert gradsight(["check", "--add-ignore"], tmp_path).returncode == 0
    assert "print(output.grad)  # gradsight: ignore[non-leaf-grad]\n" in (tmp_path / "leaf.py").read_text()
    assert gradsight(["check"], tmp_path).returncode == 0


def test_statistics(folder: Path) -> None:
    assert (
        words(gradsight(["check", "--statistics"], folder).stdout)
        == "1\tGS101\tnon-leaf-grad\n1\tGS201\tbackward-on-constant\n"
    )
    counted = json.loads(gradsight(["check", "--statistics", "--output-format", "json"], folder).stdout)
    assert counted[0] == {"code": "GS101", "name": "non-leaf-grad", "count": 1}


UNREADABLE = [
    (b"x = '\xff'\n", "is not utf-8 (line 1); save it as UTF-8"),
    (b"\0", "contains NUL bytes"),
    (b"# coding: klingon\n", "does not accept"),
]


@pytest.mark.parametrize(("data", "reason"), UNREADABLE)
def test_an_unreadable_file_is_named_and_the_others_go_on(data: bytes, reason: str, tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF)
    (tmp_path / "odd.py").write_bytes(data)
    ran = gradsight(["check", "--output-format", "concise"], tmp_path)
    assert ran.returncode == 1
    assert "leaf.py:6:7: GS101" in words(ran.stdout)
    assert words(ran.stderr).startswith("gradsight: odd.py: ")
    assert reason in words(ran.stderr)


def test_a_missing_file_is_named_and_the_others_go_on(folder: Path) -> None:
    ran = gradsight(["check", "missing.py", "leaf.py", "--output-format", "concise"], folder)
    assert ran.returncode == 2
    assert "leaf.py:6:7: GS101" in words(ran.stdout)
    assert words(ran.stderr) == "gradsight: missing.py: no such file; check the name and the folder\n"


def test_settings_are_read_from_the_nearest_file(tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF)
    (tmp_path / "pyproject.toml").write_text('[tool.gradsight]\nignore = ["GS101"]\n')
    assert gradsight(["check"], tmp_path).returncode == 0
    assert gradsight(["check", "--isolated"], tmp_path).returncode == 1
    (tmp_path / "pyproject.toml").write_text("[tool.gradsight]\nignored = []\n")
    broken = gradsight(["check"], tmp_path)
    assert broken.returncode == 2
    assert "pyproject.toml: there is no setting `ignored`; did you mean `ignore`?" in words(broken.stderr)


def test_the_cache_follows_text_and_settings(tmp_path: Path) -> None:
    project(tmp_path, leaf=NON_LEAF)
    assert gradsight(["check"], tmp_path).returncode == 1
    assert (tmp_path / ".gradsight_cache" / ".gitignore").read_text() == "*\n"
    assert gradsight(["check", "--ignore", "GS101"], tmp_path).returncode == 0
    project(tmp_path, leaf=CLEAN)
    assert gradsight(["check"], tmp_path).returncode == 0
    for entry in (tmp_path / ".gradsight_cache").iterdir():
        entry.write_bytes(b"broken")
    project(tmp_path, leaf=NON_LEAF)
    assert gradsight(["check"], tmp_path).returncode == 1


def test_a_notebook_is_checked_by_cell_and_fixed(tmp_path: Path) -> None:
    lines = NON_LEAF.splitlines(keepends=True)
    cells = [{"cell_type": "code", "source": part, "outputs": []} for part in (["%pylab\n", *lines[:4]], lines[4:])]
    path = tmp_path / "book.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}}))
    (found,) = json.loads(gradsight(["check", "--output-format", "json"], tmp_path).stdout)
    assert (found["cell"], found["location"]) == (2, {"row": 2, "column": 7})
    assert "--- book.ipynb:cell 1\n" in words(gradsight(["check", "--diff"], tmp_path).stdout)
    assert gradsight(["check", "--fix"], tmp_path).returncode == 0
    hover = gradsight(["hover", "book.ipynb:cell 1:5:2"], tmp_path)
    assert "(book.ipynb:cell 1:5)" in words(hover.stdout)
    for position in ("book.ipynb:1:1", "book.ipynb:cell 9:1:1", "book.ipynb:cell 1:99:1"):
        assert gradsight(["hover", position], tmp_path).returncode == 2
    after = json.loads(path.read_text())
    assert after["cells"][0]["source"][-1].startswith("output.retain_grad()")
    assert after["cells"][0]["source"][0] == "%pylab\n"
    assert after["cells"][1] == cells[1]
