"""`children` leaves out nothing that is code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import libcst as cst
import pytest

from gradsight.syntax import children

FILES = sorted((Path(__file__).parent.parent / "torch" / "corpus").rglob("*.py"))
LAYOUT = (cst.BaseParenthesizableWhitespace, cst.EmptyLine, cst.TrailingWhitespace, cst.Newline, cst.Comment)
PUNCTUATION = (
    *(cst.Comma, cst.Semicolon, cst.Dot, cst.AssignEqual, cst.LeftParen, cst.RightParen, cst.LeftSquareBracket),
    *(cst.RightSquareBracket, cst.LeftCurlyBrace, cst.RightCurlyBrace, cst.Colon, cst.ParenthesizedWhitespace),
)


def below(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in children(node):
        yield from below(child)


class All(cst.CSTVisitor):
    def __init__(self) -> None:
        self.found: list[cst.CSTNode] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if not isinstance(node, (*LAYOUT, *PUNCTUATION)):
            self.found.append(node)
        return not isinstance(node, LAYOUT)


@pytest.mark.parametrize("file", FILES[::8], ids=lambda path: path.name)
def test_children_lead_to_every_node_that_is_code(file: Path) -> None:
    tree = cst.parse_module(file.read_text(encoding="utf-8"))
    visitor = All()
    tree.visit(visitor)
    missing = {type(node).__name__ for node in visitor.found} - {type(node).__name__ for node in below(tree)}
    assert missing == set()
    reached = {id(node) for node in below(tree)}
    assert [type(node).__name__ for node in visitor.found if id(node) not in reached] == []
