"""Positions of a text in lines, code points and the units of each encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradsight.syntax import Encoding, Text

ENCODINGS: tuple[Encoding, ...] = ("utf-8", "utf-16", "utf-32")
TEXTS = st.text(st.sampled_from("ab \t\n\r\f\x0b\x1c\x85\u2028é€e\u0301𝐱👩\u200d\ufeff\x00\ud800\udfff"), max_size=60)

LINES = [
    ("", [""]),
    ("a", ["a"]),
    ("a\n", ["a", ""]),
    ("a\r\nb\rc\nd", ["a", "b", "c", "d"]),
    ("a\n\rb", ["a", "", "b"]),
    ("a\r\r\nb", ["a", "", "b"]),
    ("a\x0bb\x0cc\x1cd\x85e\u2028f", ["a\x0bb\x0cc\x1cd\x85e\u2028f"]),
]


@pytest.mark.parametrize(("source", "lines"), LINES)
def test_lines(source: str, lines: list[str]) -> None:
    text = Text(source)
    assert [text.line(number) for number in range(text.line_count)] == lines
    assert text.line(-1) == text.line(text.line_count) == ""


UNITS = [
    ("abc", 2, {"utf-8": 2, "utf-16": 2, "utf-32": 2}),
    ("é€𝐱z", 1, {"utf-8": 2, "utf-16": 1, "utf-32": 1}),
    ("é€𝐱z", 2, {"utf-8": 5, "utf-16": 2, "utf-32": 2}),
    ("é€𝐱z", 3, {"utf-8": 9, "utf-16": 4, "utf-32": 3}),
    ("é€𝐱z", 99, {"utf-8": 10, "utf-16": 5, "utf-32": 4}),
    ("e\u0301\ufeff\x00\ud800x", 5, {"utf-8": 10, "utf-16": 5, "utf-32": 5}),
    ("a\r\n", 9, {"utf-8": 1, "utf-16": 1, "utf-32": 1}),
]


@pytest.mark.parametrize(("line", "column", "units"), UNITS)
def test_units(line: str, column: int, units: dict[Encoding, int]) -> None:
    text = Text(f"first\n{line}")
    assert {encoding: text.to_units(1, column, encoding) for encoding in ENCODINGS} == units
    for encoding in ENCODINGS:
        assert text.from_units(1, units[encoding], encoding) == min(column, len(text.line(1)))


@pytest.mark.parametrize(("units", "column"), [(0, 0), (1, 0), (2, 1), (3, 2), (9, 2), (-1, 0)])
def test_a_unit_inside_a_character_is_its_start(units: int, column: int) -> None:
    assert Text("𝐱z").from_units(0, units, "utf-16") == column


@pytest.mark.parametrize(
    ("line", "column", "offset"), [(0, 1, 1), (0, 99, 2), (0, -1, 0), (-1, 5, 0), (1, 0, 4), (2, 0, 7), (9, 0, 7)]
)
def test_offsets_are_clamped(line: int, column: int, offset: int) -> None:
    assert Text("ab\r\ncd\n").offset(line, column) == offset


@pytest.mark.parametrize(("offset", "position"), [(-3, (0, 0)), (2, (0, 2)), (3, (0, 3)), (4, (1, 0)), (99, (2, 0))])
def test_positions_are_clamped(offset: int, position: tuple[int, int]) -> None:
    assert Text("ab\r\ncd\n").position(offset) == position


@given(TEXTS)
def test_every_offset_has_a_position(source: str) -> None:
    text = Text(source)
    for offset in range(len(source) + 1):
        line, column = text.position(offset)
        between = source[offset - 1 : offset + 1] == "\r\n"
        assert text.offset(line, column) == offset - between


@given(TEXTS, st.sampled_from(ENCODINGS))
def test_units_come_back(source: str, encoding: Encoding) -> None:
    text = Text(source)
    for line in range(text.line_count):
        for column in range(len(text.line(line)) + 1):
            assert text.from_units(line, text.to_units(line, column, encoding), encoding) == column


@given(TEXTS)
def test_lines_and_breaks_make_the_text(source: str) -> None:
    text = Text(source)
    starts = [text.offset(line, 0) for line in range(text.line_count)]
    ends = [*starts[1:], len(source)]
    pieces = [source[start:end] for start, end in zip(starts, ends, strict=True)]
    assert "".join(pieces) == source
    assert [piece.rstrip("\r\n") for piece in pieces] == [text.line(line) for line in range(text.line_count)]
