"""What the analysis makes of the answers: from libraries on disk to facts and findings."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from names_environment import virtual_environment

from gradsight import analysis
from gradsight.meaning import Meaning
from gradsight.names import environment_of
from gradsight.service import Workspace
from gradsight.service.meanings import Meanings
from gradsight.syntax import Module, Project

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "literate"))

import literate_analyser  # noqa: E402
from literate_document import Program, read  # noqa: E402
from literate_expectation import stripped  # noqa: E402

PROGRAMS = read(HERE / "programs.md").programs
ROUNDS = 4


@pytest.fixture(scope="module")
def meanings(tmp_path_factory: pytest.TempPathFactory) -> Meanings:
    """All that the programs ask, looked up as the server does it: what one answer leads to is asked in the next round."""
    root = tmp_path_factory.mktemp("project") / ".venv"
    virtual_environment(root)
    meanings = Meanings(lambda: environment_of(str(root), [], {}))
    for _ in range(ROUNDS):
        workspace = Workspace(meanings=meanings.get)
        for number, program in enumerate(PROGRAMS):
            workspace.update(f"untitled:{number}", stripped(program.source))
            workspace.findings(f"untitled:{number}")
        if not meanings.look_up(workspace.wondering(), 300):
            return meanings
    raise AssertionError(f"after {ROUNDS} rounds there still is something to ask")


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_program(program: Program, meanings: Meanings, monkeypatch: pytest.MonkeyPatch) -> None:
    def analyse(module: Module, path: str) -> analysis.Analysis:
        return analysis.analyse(module, path, Project(meaning=meanings.get))

    literate_analyser._analysed.cache_clear()
    monkeypatch.setattr(literate_analyser, "analyse", analyse)
    assert literate_analyser.disagreements(program) == []
    literate_analyser._analysed.cache_clear()


def test_without_answers_nothing_is_certain() -> None:
    """The first answer is the one that is given without looking up, and no name is asked that is known."""
    workspace = Workspace()
    workspace.update("untitled:1", "import nets, torch\nnet = nets.Net()\nw = torch.nn.Linear(1, 1)\n")
    kinds = {fact.start: fact.kind for fact in workspace.facts("untitled:1")}
    assert (kinds[19], kinds[36]) == ("unknown", "module")
    assert workspace.wondering() == {"nets.Net"}


def test_an_answer_concerns_what_asked_for_it() -> None:
    known: dict[str, Meaning] = {}
    workspace = Workspace(meanings=known.get)
    workspace.update("untitled:1", "import nets\nnet = nets.Net()\n")
    workspace.update("untitled:2", "import nets\nnet = nets.Other()\n")
    for path in workspace.paths():
        workspace.findings(path)
    known["nets.Net"] = Meaning("function")
    assert workspace.told() == ("untitled:1",)
