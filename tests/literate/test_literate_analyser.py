"""The analyser says of every program of the literate documents what its comments say, and mends as the pages show."""

from __future__ import annotations

import pytest
from literate_analyser import disagreements, mended
from literate_document import Program, documents
from literate_expectation import stripped

PROGRAMS = [program for document in documents() for program in document.programs]
FIXED = [program for program in PROGRAMS if program.broken is not None]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_analyser_agrees(program: Program) -> None:
    assert disagreements(program) == []


@pytest.mark.parametrize("program", FIXED, ids=lambda program: program.name)
def test_preferred_fixes_give_the_fixed_program(program: Program) -> None:
    assert program.broken is not None
    source, kinds = mended(stripped(program.broken.source))
    assert source == stripped(program.source)
    assert program.fix_kind is None or kinds == {program.fix_kind}
