"""What the analyser says of programs that use libraries which the suite does not install, so torch cannot judge them here."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "literate"))

from literate_analyser import disagreements  # noqa: E402
from literate_document import Program, read  # noqa: E402

PROGRAMS = [program for path in sorted(HERE.glob("*.md")) for program in read(path).programs]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_analyser_agrees(program: Program) -> None:
    assert disagreements(program) == []


def test_there_are_programs() -> None:
    assert len(PROGRAMS) >= 20
