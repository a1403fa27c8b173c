"""Every program of the literate documents does under torch what its comments say."""

from __future__ import annotations

import pytest
from literate_document import Program, documents
from literate_torch import disagreements

PROGRAMS = [program for document in documents() for program in document.programs]


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_torch_agrees(program: Program) -> None:
    assert disagreements(program) == []
