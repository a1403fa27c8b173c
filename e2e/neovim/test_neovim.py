"""The guide for Neovim, in Neovim: its configurations are taken from the document and started with the real server."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/editors/neovim.md").read_text(encoding="utf-8")
SESSION = Path(__file__).with_name("session.lua")


def editors() -> list[tuple[str, str]]:
    """Each Neovim that is here: that of Debian, and that of the wheel beside this Python."""
    found = [
        shutil.which("nvim", path="/usr/local/bin:/usr/bin:/bin"),
        shutil.which("nvim", path=str(Path(sys.executable).parent)),
    ]
    return [(path, _version(path)) for path in dict.fromkeys(found) if path]


def _version(path: str) -> str:
    shown = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    return re.match(r"NVIM v(\d+\.\d+)", shown)[1]  # type: ignore[index]


def configuration(version: str) -> str:
    """The first block of the section for this version, and the fixes on save."""
    new = tuple(map(int, version.split("."))) >= (0, 11)
    return _block("## Neovim 0.11 and newer" if new else "## Neovim 0.7 to 0.10") + _block("## All safe fixes on save")


def _block(title: str) -> str:
    return re.search(r"```lua\n(.*?)```", GUIDE.split(title)[1], re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(("editor", "version"), editors())
def test_the_guide_works(editor: str, version: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    shutil.copy(ROOT / "examples/question_1_output_grad.py", work / "train.py")
    shutil.copy(work / "train.py", work / "other.py")
    (work / "pyproject.toml").write_text("")
    (tmp_path / "init.lua").write_text(configuration(version))
    command = tmp_path / "bin" / "gradsight"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m gradsight "$@"\n')
    command.chmod(0o755)
    seen = tmp_path / "seen.json"
    places = {f"XDG_{kind}_HOME": str(tmp_path / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    environment = {**os.environ, **places, "HOME": str(tmp_path), "PATH": f"{command.parent}:{os.environ['PATH']}",
                   "PYTHONPATH": str(ROOT / "server"), "GRADSIGHT_SEEN": str(seen)}  # fmt: skip
    arguments = [
        "--headless",
        "-n",
        "-i",
        "NONE",
        "-u",
        str(tmp_path / "init.lua"),
        "train.py",
        "-c",
        f"luafile {SESSION}",
    ]
    ran = subprocess.run([editor, *arguments], cwd=work, env=environment, capture_output=True, text=True, timeout=200)
    assert seen.exists(), ran.stderr
    found = json.loads(seen.read_text())
    assert "fault" not in found, found["fault"]
    assert found["diagnostic"] == {"code": "GS101", "line": 14, "column": 7}
    assert found["hover"].startswith("**tracked: it requires grad, and is not a leaf")
    assert found["lens"] == "gradients reach 2 of 2 leaves"
    assert "retain_grad" in found["action"]
    assert "output.retain_grad()" in found["text"]
    assert found["left"] == 0
    assert "output.retain_grad()" in found["saved"], "saving applies the safe fixes"
    assert (found["other"], found["clients"]) == (1, 1), "one server for both files"


def test_both_lines_of_neovim_are_tested() -> None:
    versions = {version for _, version in editors()}
    assert "0.11" in versions, f"only {versions} are here; `make e2e` installs the others"
    assert len(versions) == 2, f"only {versions} are here; `make e2e` installs the others"
