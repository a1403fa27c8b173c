"""The benchmark measures what it says it does. How long things take is not tested here."""

from __future__ import annotations

import ast
from functools import reduce
from pathlib import Path

import pytest
from parts import PARTS
from typing_program import after, edits, spot

from bench import FILES, measured

LENGTHS = {"script_150.py": 150, "script_400.py": 400, "script_1250.py": 1250}


def test_the_files_are_as_long_as_they_say() -> None:
    lengths = {file.name: file.read_text(encoding="utf-8").count("\n") for file in FILES}
    assert {name: round(length / LENGTHS[name], 1) for name, length in lengths.items()} == {
        "script_150.py": 1.1,
        "script_400.py": 1.0,
        "script_1250.py": 1.0,
    }


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_typing_is_in_the_middle_of_a_line_and_ends_where_it_began(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    line, column = spot(source)
    text = source.split("\n")[line]
    assert text[:column].strip()
    assert text[column:].strip()
    states = [source]
    for change in edits(source):
        states.append(after(states[-1], change))
    assert len(states) == 31
    assert reduce(after, edits(source), source) == source
    assert sum(_parses(state) for state in states) > len(states) / 2


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def test_the_server_answers_each_edit() -> None:
    figures = measured(FILES[0], most_edits=2)
    assert len(figures.edited) == len(figures.hovered) == 2
    assert all(seconds > 0 for seconds in (figures.opened, *figures.edited, *figures.hovered))
    assert {part: len(seconds) for part, seconds in figures.parts.items()} == dict.fromkeys(PARTS, 2)
