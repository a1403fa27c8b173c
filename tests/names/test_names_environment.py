"""Where the libraries of an interpreter are found, without starting it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from names_environment import marks, virtual_environment

from gradsight.names import environment_of


def _site(root: Path, version: str) -> str:
    return str(root / "lib" / f"python{version}" / "site-packages")


@pytest.mark.parametrize("given", ["bin/python", "bin", ""])
def test_an_environment_by_its_interpreter_or_folder(tmp_path: Path, given: str) -> None:
    virtual_environment(tmp_path / "env", "3.12")
    found = environment_of(str(tmp_path / "env" / given), [], {})
    site = _site(tmp_path / "env", "3.12")
    assert (found.paths, found.version) == ((site, f"{site}/added"), (3, 12))
    assert [found.has(name) for name in ("nets", "bare", "editable", "torch")] == [True, True, True, False]
    assert marks(tmp_path) == []


def test_the_interpreter_that_is_named_comes_first_then_the_active_one_then_that_of_the_project(tmp_path: Path) -> None:
    for name in ("named", "active", ".venv"):
        virtual_environment(tmp_path / name)
    named, active = str(tmp_path / "named" / "bin" / "python"), {"VIRTUAL_ENV": str(tmp_path / "active")}
    assert environment_of(named, [tmp_path], active).name == str(tmp_path / "named")
    assert environment_of("", [tmp_path], active).name == str(tmp_path / "active")
    assert environment_of("", [tmp_path], {}).name == str(tmp_path / ".venv")
    assert environment_of("", [], {}).paths
    assert marks(tmp_path) == []


def test_an_environment_that_sees_the_libraries_of_its_python(tmp_path: Path) -> None:
    virtual_environment(tmp_path / "env", "3.12")
    for version in ("3.11", "3.12"):
        Path(_site(tmp_path / "base", version)).mkdir(parents=True)
    (tmp_path / "env" / "pyvenv.cfg").write_text(
        f"home = {tmp_path}/base/bin\nversion_info = 3.12.4.final.0\ninclude-system-site-packages = true\n"
    )
    paths = environment_of(str(tmp_path / "env"), [], {}).paths
    assert _site(tmp_path / "base", "3.12") in paths
    assert _site(tmp_path / "base", "3.11") not in paths


def test_an_interpreter_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for path in ("lib/python3/dist-packages", "local/lib/python3.10/dist-packages", "lib/python3.12/site-packages"):
        (tmp_path / path).mkdir(parents=True)
    real = tmp_path / "bin" / "python3.10"
    real.parent.mkdir()
    real.touch()
    (tmp_path / "bin" / "python3").symlink_to("python3.10")
    found = environment_of(str(tmp_path / "bin" / "python3"), [], {})
    assert found.version == (3, 10)
    assert [os.path.relpath(path, tmp_path) for path in found.paths] == [
        "local/lib/python3.10/dist-packages",
        "lib/python3/dist-packages",
    ]


def test_an_interpreter_that_is_not_there_leaves_that_which_runs_this_program(tmp_path: Path) -> None:
    assert environment_of(str(tmp_path / "nothing"), [], {}) == environment_of("", [], {})
