"""`--python`: names of libraries are looked up if an interpreter is given, and only then."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cli_programs import gradsight, project, words

sys.path.insert(0, str(Path(__file__).parents[1] / "names"))

from names_environment import marks, virtual_environment

PROGRAM = """\
import torch
from nets.training import Lion
w = torch.ones(3, requires_grad=True)
optimizer = Lion([w])
loss = (w.detach() * 2 + torch.ones(1, requires_grad=True)).sum()
loss.backward()
optimizer.step()
"""

CALL = """\
import torch
from nets.models import sphinx
half = sphinx(torch.ones(3, requires_grad=True))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = project(tmp_path_factory.mktemp("project"), main=PROGRAM)
    virtual_environment(folder / ".venv")
    return folder


def _codes(folder: Path, *options: str) -> list[str]:
    result = gradsight(["check", "main.py", "--output-format", "json", *options], folder)
    return [found["code"] for found in json.loads(result.stdout)]


def test_check(folder: Path) -> None:
    """Also what was remembered without the libraries does not hide what is found with them, and the reverse."""
    assert _codes(folder) == []
    assert _codes(folder, "--python", ".venv/bin/python") == ["GS301"]
    assert _codes(folder, "--python", ".venv") == ["GS301"]
    assert _codes(folder) == []
    assert marks(folder) == []


def test_facts(folder: Path) -> None:
    def kinds(*options: str) -> set[str]:
        (file,) = json.loads(gradsight(["facts", "main.py", *options], folder).stdout)["files"]
        return {fact["kind"] for fact in file["facts"]}

    assert "optimizer" not in kinds()
    assert "optimizer" in kinds("--python", ".venv/bin/python")


@pytest.mark.parametrize(
    ("command", "without", "known"),
    [
        ("hover", "Nothing is known of this", "returned by `nets.models.sphinx`"),
        ("graph", "torch.ones(3, requires_grad=True)<br/>leaf", "sphinx(torch.ones(3, requires_grad=True))"),
    ],
)
def test_hover_and_graph(command: str, without: str, known: str, folder: Path) -> None:
    (folder / "half.py").write_text(CALL)

    def said(*options: str) -> str:
        return words(gradsight([command, "half.py:3:1", *options], folder).stdout)

    assert without in said()
    assert known not in said()
    assert known in said("--python", ".venv/bin/python")
    assert marks(folder) == []


def test_an_interpreter_that_is_not_there(folder: Path) -> None:
    result = gradsight(["check", "main.py", "--python", "nowhere/python"], folder)
    assert (result.returncode, b"nowhere/python" in result.stderr) == (2, True)
